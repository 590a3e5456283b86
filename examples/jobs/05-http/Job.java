import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcStreamReader;
import io.github.polars4j.IpcStreamWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public final class Job {
  static void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      exchange.sendResponseHeaders(200, 0);
      try (DataFrame orders = DataFrame.read("orders.arrow")) {
        new IpcStreamWriter(exchange.getResponseBody()).finish(orders);
      }
    } else {
      try (DataFrame received = new IpcStreamReader(exchange.getRequestBody()).finish()) {
        received.write("received.arrow");
      }
      exchange.sendResponseHeaders(204, -1);
    }
    exchange.close();
  }

  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/orders", Job::handle);
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders");
    HttpClient client = HttpClient.newHttpClient();
    HttpResponse<InputStream> got =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (DataFrame orders = new IpcStreamReader(got.body()).finish()) {
      new IpcStreamWriter(body).finish(orders);
    }
    HttpResponse<Void> posted =
        client.send(
            HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    System.out.println(got.statusCode() + " " + posted.statusCode());
    server.stop(0);
  }
}
