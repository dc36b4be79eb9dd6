package io.groundswell.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("every flag of the command line has its place")
    void readsFlags() {
        Arguments arguments = Arguments.parse(List.of("--operator-port", "8001", "--device-port", "8002", "--aws-port", "8003",
                "--data", "/d", "--ready-file", "/r", "--parameter", "HeartbeatIdleSeconds=2", "--parameter", "A=b=c"), Optional.of(Path.of("/home")), folder);
        assertEquals(8001, arguments.options().operatorPort());
        assertEquals(8002, arguments.options().devicePort());
        assertEquals(8003, arguments.options().awsPort());
        assertEquals(Optional.of(Path.of("/d")), arguments.options().data());
        assertEquals(Optional.of(Path.of("/r")), arguments.readyFile());
        assertEquals(Map.of("HeartbeatIdleSeconds", "2", "A", "b=c"), arguments.options().parameters());
        assertEquals(Path.of("/home/infra/template.yaml"), arguments.options().template());
    }

    @Test
    @DisplayName("without flags ports are free ones, nothing is kept, and the template is found from the working directory upwards")
    void findsTemplate() throws IOException {
        Files.createDirectories(folder.resolve("infra"));
        Path template = Files.writeString(folder.resolve("infra/template.yaml"), "");
        Path below = Files.createDirectories(folder.resolve("a/b"));
        Arguments arguments = Arguments.parse(List.of(), Optional.empty(), below);
        assertEquals(template, arguments.options().template());
        assertEquals(0, arguments.options().operatorPort());
        assertEquals(Optional.empty(), arguments.options().data());
        assertEquals(Optional.empty(), arguments.readyFile());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--port 1 | unknown argument --port",
        "now | unknown argument now",
        "--data | --data needs a value",
        "--aws-port x | --aws-port takes a port from 0 (any free one) to 65535, found x",
        "--aws-port 65536 | --aws-port takes a port from 0 (any free one) to 65535, found 65536",
        "--aws-port 1 --aws-port 2 | --aws-port is given twice",
        "--parameter Days | --parameter takes NAME=VALUE, found Days",
        "--parameter A=1 --parameter A=2 | --parameter A is given twice",
    })
    @DisplayName("anything else is a usage error that names it")
    void refusesOthers(String line, String message) {
        Arguments.Invalid refusal = assertThrows(Arguments.Invalid.class,
                () -> Arguments.parse(Arrays.asList(line.split(" ")), Optional.of(folder), folder));
        assertEquals(message, refusal.getMessage());
    }
}
