package io.groundswell.agent.disk;

/** One kind of change to a disk, none of which the file system can do by halves but for {@link #WRITE}. */
public enum DiskChange {
    CREATE, WRITE, SET_OWNER_AND_MODE, FORCE, RENAME, LINK, DELETE, MAKE_DIRECTORY
}
