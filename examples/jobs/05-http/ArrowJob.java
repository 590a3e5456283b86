import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;

public final class ArrowJob {
  private static final BufferAllocator ALLOCATOR = new RootAllocator();

  static void copy(ArrowReader reader, ArrowWriter writer) throws IOException {
    writer.start();
    while (reader.loadNextBatch()) {
      writer.writeBatch();
    }
    writer.end();
  }

  static void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      exchange.sendResponseHeaders(200, 0);
      try (FileInputStream in = new FileInputStream("orders.arrow");
          ArrowFileReader reader = new ArrowFileReader(in.getChannel(), ALLOCATOR);
          ArrowStreamWriter writer =
              new ArrowStreamWriter(
                  reader.getVectorSchemaRoot(), reader, exchange.getResponseBody())) {
        copy(reader, writer);
      }
    } else {
      try (ArrowStreamReader reader = new ArrowStreamReader(exchange.getRequestBody(), ALLOCATOR);
          FileOutputStream out = new FileOutputStream("received.arrow");
          ArrowFileWriter writer =
              new ArrowFileWriter(reader.getVectorSchemaRoot(), reader, out.getChannel())) {
        copy(reader, writer);
      }
      exchange.sendResponseHeaders(204, -1);
    }
    exchange.close();
  }

  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/orders", ArrowJob::handle);
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders");
    HttpClient client = HttpClient.newHttpClient();
    HttpResponse<InputStream> got =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (ArrowStreamReader reader = new ArrowStreamReader(got.body(), ALLOCATOR);
        ArrowStreamWriter writer =
            new ArrowStreamWriter(reader.getVectorSchemaRoot(), reader, body)) {
      copy(reader, writer);
    }
    HttpResponse<Void> posted =
        client.send(
            HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    System.out.println(got.statusCode() + " " + posted.statusCode());
    server.stop(0);
    ALLOCATOR.close();
  }
}
