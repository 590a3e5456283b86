package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The report as one page that needs no other file; a script in it draws its tables as charts. */
final class HtmlPage {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

  private HtmlPage() {}

  static String of(String markdown) throws IOException {
    String content =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .build()
            .render(Parser.builder().extensions(EXTENSIONS).build().parse(markdown));
    return resource("report.html")
        .replace("{{content}}", content)
        .replace("{{chart.js}}", chartJs());
  }

  private static String chartJs() throws IOException {
    Properties jar = new Properties();
    try (InputStream in = open("/META-INF/maven/org.webjars.npm/chart.js/pom.properties")) {
      jar.load(in);
    }
    String folder = "/META-INF/resources/webjars/chart.js/" + jar.getProperty("version");
    return resource(folder + "/dist/chart.umd.min.js").replaceAll("\n//# sourceMappingURL=.*", "");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = HtmlPage.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException(name + " is not on the class path");
    }
    return in;
  }
}
