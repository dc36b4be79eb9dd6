package io.groundswell.domain.artifact;

/** There is no unsigned path: only {@link #PUBLISHED} can be rolled out (R3). */
public enum ArtifactStatus {
    /** Facts are recorded, bytes may be uploaded; nothing is signed. */
    DECLARED("declared"),
    /** S3 holds the declared bytes and the fleet's metadata signs them. */
    PUBLISHED("published");

    private final String word;

    ArtifactStatus(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static ArtifactStatus parse(String word) {
        for (ArtifactStatus status : values()) {
            if (status.word.equals(word)) {
                return status;
            }
        }
        throw new IllegalArgumentException("artifact status must be declared or published, found " + word);
    }
}
