package io.github.polars4j;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A MariaDB server of this test run, from Debian's packages. As root it runs as the user {@code
 * mysql}, who owns its folder then.
 */
final class MariaDb {
  private static final String HOST = "127.0.0.1";
  private static int port;

  private MariaDb() {}

  /** By MariaDB's driver. */
  static Connection connect() throws SQLException {
    return DriverManager.getConnection(mariadb());
  }

  /** By MySQL's driver. */
  static Connection connectByMySql() throws SQLException {
    return DriverManager.getConnection(mysql());
  }

  /** The URL for MariaDB's driver. */
  static String mariadb() throws SQLException {
    return "jdbc:mariadb://" + HOST + ":" + start() + "/test?user=root&sslMode=disable";
  }

  /** The URL for MySQL's driver. */
  static String mysql() throws SQLException {
    return "jdbc:mysql://" + HOST + ":" + start() + "/test?user=root&sslMode=DISABLED";
  }

  /** Started on first use, ended with the JVM; gives its port. */
  private static synchronized int start() throws SQLException {
    if (port == 0) {
      try {
        port = launch();
      } catch (IOException e) {
        throw new SQLException("MariaDB does not start", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLException("interrupted", e);
      }
    }
    return port;
  }

  private static int launch() throws IOException, InterruptedException, SQLException {
    Path folder = Files.createTempDirectory("polars4j-mariadb");
    String user = System.getProperty("user.name");
    if (user.equals("root")) {
      user = "mysql";
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setOwner(
          folder,
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
    }
    List<String> common = List.of("--no-defaults", "--user=" + user, "--datadir=" + folder);
    List<String> install = new ArrayList<>(List.of("mariadb-install-db"));
    install.addAll(common);
    install.add("--auth-root-authentication-method=normal");
    Process setUp = run(install, folder, "install.log");
    if (!setUp.waitFor(60, TimeUnit.SECONDS) || setUp.exitValue() != 0) {
      throw new IOException("mariadb-install-db failed: " + log("install.log"));
    }
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    List<String> serve = new ArrayList<>(List.of(server()));
    serve.addAll(common);
    serve.addAll(
        List.of(
            "--socket=" + folder.resolve("socket"),
            "--pid-file=" + folder.resolve("pid"),
            "--bind-address=" + HOST,
            "--port=" + free,
            // Nothing here waits for a disk.
            "--default-storage-engine=MyISAM",
            "--innodb-buffer-pool-size=32M"));
    Process server = run(serve, folder, "server.log");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
    awaitServer(server, free);
    return free;
  }

  private static String server() {
    String system = "/usr/sbin/mariadbd";
    return Files.isExecutable(Path.of(system)) ? system : "mariadbd";
  }

  private static void awaitServer(Process server, int port)
      throws IOException, InterruptedException, SQLException {
    String url = "jdbc:mariadb://" + HOST + ":" + port + "/?user=root&sslMode=disable";
    for (int tries = 0; ; tries++) {
      try (Connection connection = DriverManager.getConnection(url)) {
        connection.createStatement().execute("create database if not exists test");
        return;
      } catch (SQLException e) {
        if (!server.isAlive() || tries == 300) {
          throw new IOException("mariadbd: " + log("server.log"), e);
        }
        Thread.sleep(100);
      }
    }
  }

  private static Process run(List<String> command, Path folder, String log) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(logFile(log).toFile())
        .start();
  }

  private static Path logFile(String name) {
    return Path.of(System.getProperty("java.io.tmpdir"))
        .resolve("polars4j-mariadb-" + ProcessHandle.current().pid() + "-" + name);
  }

  private static String log(String name) throws IOException {
    return Files.readString(logFile(name));
  }

  private static void end(Process server, Path folder) {
    server.destroy();
    try {
      server.waitFor(20, TimeUnit.SECONDS);
      Files.deleteIfExists(logFile("install.log"));
      Files.deleteIfExists(logFile("server.log"));
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // Left for the system to clean up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
