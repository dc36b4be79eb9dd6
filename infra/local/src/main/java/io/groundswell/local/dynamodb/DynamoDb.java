package io.groundswell.local.dynamodb;

import io.groundswell.local.iam.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * A running DynamoDB Local, in memory or kept in a directory.
 *
 * <p>Its port serves any caller on this machine without looking at signatures; functions in this Java need no port, everybody else goes
 * through the AWS endpoint. Its HTTP server is assembled here because AWS's launcher listens on every interface and reports telemetry.
 */
public final class DynamoDb implements AutoCloseable {

    private static final String NO_SUCH_TABLE = "ResourceNotFoundException";
    private static final int MAX_THREADS = 200;
    private static final int STOP_MILLIS = 30_000;
    /** Held, so that the level is not lost with the logger. */
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    private final Account account;
    private final LocalDynamoDBRequestHandler database;
    private final LocalDynamoDBServerHandler handler;
    private final Server server;
    private final int port;
    /** By table; a table keeps its keys for life. */
    private final Map<String, String> partitionKeys = new ConcurrentHashMap<>();

    private DynamoDb(Account account, LocalDynamoDBRequestHandler database) throws Exception {
        this.account = account;
        this.database = database;
        this.handler = new LocalDynamoDBServerHandler(database, null);
        var threads = new QueuedThreadPool(MAX_THREADS);
        threads.setDaemon(true);
        this.server = new Server(threads);
        this.server.setStopTimeout(STOP_MILLIS);
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
        this.port = connector.getLocalPort();
    }

    /** Starts a database that is gone when closed. */
    public static DynamoDb inMemory(Account account) {
        return inMemory(account, Optional.empty());
    }

    /** Starts a database that is gone when closed, and logs what it is asked. */
    public static DynamoDb inMemory(Account account, Optional<RequestLog> log) {
        return start(account, Optional.empty(), log);
    }

    /** Starts a database kept in this directory, which is created when it does not exist. */
    public static DynamoDb in(Path directory, Account account) {
        return in(directory, account, Optional.empty());
    }

    /** Starts a database kept in this directory, which is created when it does not exist, and logs what it is asked. */
    public static DynamoDb in(Path directory, Account account, Optional<RequestLog> log) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the DynamoDB directory " + directory, e);
        }
        return start(account, Optional.of(directory), log);
    }

    /** Where it is served without authentication. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A client that goes past the port, for callers in this Java. */
    public DynamoDbClient client() {
        return new DirectClient(database);
    }

    /**
     * Makes sure that the table of these {@code AWS::DynamoDB::Table} properties exists.
     *
     * @param defaultName the name when the properties have no {@code TableName}
     * @throws IllegalArgumentException if a property is not supported, naming it
     * @throws IllegalStateException if a table of that name exists with another shape
     */
    public Table createTable(String defaultName, Map<String, ?> properties) {
        CreateTableRequest wanted = TableProperties.parse(defaultName, properties);
        Optional<TableDescription> existing = describe(wanted.tableName());
        existing.ifPresent(found -> TableShape.check(TableShape.of(wanted), TableShape.of(found), wanted.tableName()));
        TableDescription table = existing.orElseGet(() -> database.createTable(null, null, wanted).tableDescription());
        return new Table(table.tableName(), account.arn("dynamodb", "table/" + table.tableName()),
                Optional.ofNullable(table.latestStreamArn()));
    }

    /** The name of a table's partition key; empty when there is no such table. */
    public Optional<String> partitionKey(String table) {
        String known = partitionKeys.get(table);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> found = describe(table).map(description -> description.keySchema().getFirst().attributeName());
        found.ifPresent(name -> partitionKeys.put(table, name));
        return found;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop", e);
        } finally {
            handler.close();
        }
    }

    private Optional<TableDescription> describe(String name) {
        try {
            return Optional.of(database.describeTable(null, null, DescribeTableRequest.builder().tableName(name).build()).table());
        } catch (DynamoDBLocalServiceException e) {
            if (!NO_SUCH_TABLE.equals(e.getErrorCode())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static DynamoDb start(Account account, Optional<Path> directory, Optional<RequestLog> log) {
        SQLITE.setLevel(Level.SEVERE);
        String folder = directory.map(Path::toString).orElse(null);
        LocalDynamoDBRequestHandler database = log.isPresent() ? new MeteredDatabase(directory.isEmpty(), folder, log.get())
                : new LocalDynamoDBRequestHandler(0, directory.isEmpty(), folder, true, false);
        try {
            return new DynamoDb(account, database);
        } catch (Exception e) {
            database.shutdown();
            throw new IllegalStateException("DynamoDB Local did not start", e);
        }
    }
}
