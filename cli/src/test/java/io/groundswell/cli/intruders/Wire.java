package io.groundswell.cli.intruders;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A way to a server that sends whatever it is given. */
record Wire(URI server, Optional<SSLContext> tls) {

    private static final int PATIENCE_MS = 15_000;

    static Wire plain(URI server) {
        return new Wire(server, Optional.empty());
    }

    Reply send(Call call) {
        return exchange(call.bytes(server));
    }

    /** Sends these bytes and takes in what comes back until the server closes. */
    Reply exchange(byte[] bytes) {
        try (Socket socket = open()) {
            try {
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
            } catch (IOException refusedWhileWriting) {
                return read(socket);
            }
            return read(socket);
        } catch (IOException noAnswer) {
            return new Reply("");
        }
    }

    Socket open() throws IOException {
        Socket socket = tls.isPresent() ? tls.get().getSocketFactory().createSocket(server.getHost(), server.getPort())
                : new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        if (socket instanceof SSLSocket secure) {
            secure.startHandshake();
        }
        return socket;
    }

    private static Reply read(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return Reply.of(in.readAllBytes());
        }
    }
}
