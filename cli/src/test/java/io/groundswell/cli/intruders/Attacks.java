package io.groundswell.cli.intruders;

/** A group of attacks on a site. */
interface Attacks {

    Site site();
}
