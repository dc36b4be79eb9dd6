package io.groundswell.cli.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.cli.CommandFailed;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CallerTest {

    private static final Map<String, String> KEYS = Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "hush");

    @Test
    @DisplayName("the region is the command line's, then AWS_REGION, then AWS_DEFAULT_REGION")
    void regions() {
        Map<String, String> both = Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "hush",
                "AWS_REGION", "eu-west-1", "AWS_DEFAULT_REGION", "us-east-1");
        assertEquals("eu-north-1", Caller.of(both, Optional.of("eu-north-1")).region());
        assertEquals("eu-west-1", Caller.of(both, Optional.empty()).region());
        assertEquals("us-east-1", Caller.of(Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "hush",
                "AWS_REGION", " ", "AWS_DEFAULT_REGION", "us-east-1"), Optional.empty()).region());
    }

    @Test
    @DisplayName("what is missing is named, with what to do")
    void missing() {
        assertEquals("set AWS_REGION or give --region to sign calls",
                assertThrows(CommandFailed.class, () -> Caller.of(KEYS, Optional.empty())).getMessage());
        assertEquals("the environment variable AWS_ACCESS_KEY_ID must be set to sign calls",
                assertThrows(CommandFailed.class, () -> Caller.of(Map.of(), Optional.of("eu-west-1"))).getMessage());
    }

    @Test
    @DisplayName("a caller that is printed shows no secret")
    void noSecretInText() {
        Caller caller = new Caller("AKID", "hush", Optional.of("session-hush"), "eu-west-1");
        assertFalse(caller.toString().contains("hush"), caller.toString());
    }
}
