package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of text have their effects, in convert and in head. */
class TextOptionsTest {
  @TempDir private Path folder;

  private String ndjson(String csv, String... options) throws IOException {
    return ndjson(csv.getBytes(StandardCharsets.UTF_8), options);
  }

  private String ndjson(byte[] csv, String... options) throws IOException {
    Path in = Files.write(folder.resolve("in.csv"), csv);
    List<Object> arguments = new ArrayList<>(List.of("convert", in, "-", "--to", "ndjson"));
    arguments.addAll(List.of(options));
    Cli.Result result = Cli.run(arguments.toArray());
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  @Test
  void separatorsAndQuotes() throws IOException {
    assertThat(ndjson("a;b\n1;'x;y'\n", "--separator", ";", "--quote", "'"))
        .isEqualTo("{\"a\":1,\"b\":\"x;y\"}\n");
    assertThat(ndjson("a\tb\n1\t2\n", "--separator", "tab")).isEqualTo("{\"a\":1,\"b\":2}\n");
    assertThat(ndjson("a,b\n\"1,2\n", "--quote", "none")).isEqualTo("{\"a\":\"\\\"1\",\"b\":2}\n");
    assertThat(ndjson("a,b\n\"say \\\"hi\\\"\",2\n", "--escape", "\\"))
        .isEqualTo("{\"a\":\"say \\\"hi\\\"\",\"b\":2}\n");
    assertThat(ndjson("sep=;\na;b\n1;2\n")).isEqualTo("{\"a\":1,\"b\":2}\n");
  }

  @Test
  void whatStandsBeforeTheRows() throws IOException {
    assertThat(ndjson("1,x\n", "--no-header")).isEqualTo("{\"column_1\":1,\"column_2\":\"x\"}\n");
    assertThat(ndjson("title\n# note\na\n1\n# more\n", "--skip-rows", "1", "--comment", "#"))
        .isEqualTo("{\"a\":1}\n");
  }

  @Test
  void encodingsAndNumbers() throws IOException {
    assertThat(
            ndjson("größe\nä\n".getBytes(StandardCharsets.ISO_8859_1), "--encoding", "ISO-8859-1"))
        .isEqualTo("{\"größe\":\"ä\"}\n");
    assertThat(ndjson("a;b\n1,5;x\n", "--separator", ";", "--decimal-comma"))
        .isEqualTo("{\"a\":1.5,\"b\":\"x\"}\n");
  }

  @Test
  void typesAndFormats() throws IOException {
    assertThat(ndjson("code,n\n7,1\n", "--schema", "code:String")).contains("\"code\":\"7\"");
    assertThat(ndjson("d\n31.12.2024\n", "--date-format", "%d.%m.%Y"))
        .isEqualTo("{\"d\":\"2024-12-31\"}\n");
    assertThat(ndjson("d\n1.2.3\n", "--parse-dates")).isEqualTo("{\"d\":\"1.2.3\"}\n");
  }

  @Test
  void bytesAndLineEnds() throws IOException {
    assertThat(ndjson("b\n00ff\n", "--schema", "b:Binary", "--binary", "hex"))
        .isEqualTo("{\"b\":\"00ff\"}\n");
    assertThat(ndjson("a\rb\n1\n", "--eol", "lf")).isEqualTo("{\"a\\rb\":1}\n");
    assertThat(ndjson("a\r1\n2\r", "--eol", "cr", "--schema", "a:String"))
        .isEqualTo("{\"a\":\"1\\n2\"}\n");
  }

  @Test
  void adviceIsInTermsOfTheCommand() throws IOException {
    Path in = folder.resolve("in.csv");
    Files.writeString(in, "a\nx\n");
    assertThat(Cli.run("head", in, "--schema", "a:Duration(us)").err())
        .contains("line 2", "Duration")
        .doesNotContain("with");
    Files.writeString(in, "a\n1,000\n");
    assertThat(Cli.run("head", in).err()).contains("more fields", "--quote", "--separator");
    Files.writeString(in, "a\n=HYPERLINK(\"x\",\"y\")\n");
    assertThat(Cli.run("head", in).err()).contains("line 2", "field 2");
    assertThat(Cli.run("head", in, "--encoding", "nonsense").err())
        .contains("'nonsense'", "UTF-16LE")
        .doesNotContain("Exception");
    Files.writeString(in, "a\rb\n1\n");
    assertThat(Cli.run("head", in).err()).contains("in.csv", "line 2", "--eol");
    Files.writeString(in, "\"a\";\"b\"\n\"1\";\"2\"\n");
    assertThat(Cli.run("head", in).err()).contains("--separator ';'");
    Files.writeString(in, "sep=;\na;b\n");
    assertThat(Cli.run("head", in, "--separator", "tab").err())
        .contains("--separator ';'", "--skip-rows 1");
    Path tsv = Files.writeString(folder.resolve("in.tsv"), "sep=;\na;b\n1;2\n");
    assertThat(Cli.run("head", tsv).err()).contains("--separator ';'");
    assertThat(Cli.run("head", tsv, "--separator", ";").out()).contains("i64");
    assertThat(Cli.run("head", in, "--date-format", "%F %H").err())
        .contains("%F %H", "--datetime-format");
    Files.write(in, new byte[] {'a', '\n', (byte) 0xff, '\n'});
    Cli.Result encoded = Cli.run("head", in, "--encoding", "US-ASCII");
    assertThat(encoded.err()).contains("in.csv", "line 2", "--encoding").doesNotContain("Lossy");
    Files.writeString(in, "1,2\n".repeat(10_001) + "3,4,5\n");
    Path out = folder.resolve("out.ndjson");
    Cli.Result widened = Cli.run("convert", in, out, "--no-header");
    assertThat(widened.code()).as(widened.err()).isZero();
    assertThat(widened.err()).contains("line 10002").contains("reads again");
    assertThat(Files.readString(out)).endsWith("\"column_3\":5}\n");
  }

  @Test
  void noMessageIsLong() throws IOException {
    String wide = "x".repeat(5000);
    for (String[] arguments :
        new String[][] {
          {"head", "--" + wide},
          {"head", "a.csv", "--infer-rows", wide},
          {"head", "a.csv", "--quote", wide},
          {"head", wide},
          {"head", "a.csv", "--from", "ü".repeat(5000)},
          {wide}
        }) {
      Cli.Result result = Cli.run((Object[]) arguments);
      assertThat(result.code()).isNotZero();
      assertThat(result.err().getBytes(StandardCharsets.UTF_8))
          .as(arguments[0])
          .hasSizeLessThan(1001);
    }
  }

  @Test
  void headTakesThemToo() throws IOException {
    Path in = Files.writeString(folder.resolve("in.csv"), "a;b\n007;2\n");
    Cli.Result result = Cli.run("head", in, "--separator", ";");
    assertThat(result.out()).contains("007");
  }

  @Test
  void whatIsNotForTheFormatIsRefused() throws IOException {
    Path tsv = Files.writeString(folder.resolve("in.tsv"), "a\tb\n1\t2\n");
    Path arrow = folder.resolve("in.arrow");
    assertThat(Cli.run("convert", tsv, arrow).code()).isZero();
    assertThat(Cli.run("head", arrow, "--separator", ";").err()).contains("--separator is for csv");
    assertThat(Cli.run("head", tsv, "--separator", ";").err())
        .contains("--separator '\\t' takes that", "--schema that names the one column");
    assertThat(Cli.run("head", tsv, "--separator", ";", "--schema", "a\tb:String").out())
        .contains("a\tb");
    assertThat(Cli.run("head", arrow, "--quote", "'").err()).contains("--quote is for csv and tsv");
    assertThat(Cli.run("head", arrow, "--schema", "a:String").err()).contains("--schema is for");
    assertThat(Cli.run("head", tsv, "--quote", "ab").err()).contains("one character");
    assertThat(Cli.run("head", tsv, "--encoding", "nope").code()).isEqualTo(2);
  }

  @Test
  void columnsThatOnlyPolarsReadsAreNamed() throws IOException {
    Path in = Files.writeString(folder.resolve("in.csv"), "a,b\n1,2\n");
    Path arrow = folder.resolve("out.arrow");
    Cli.Result result = Cli.run("convert", in, arrow, "--schema", "b:Int128");
    assertThat(result.code()).isZero();
    assertThat(result.err()).startsWith("column 'b' is Int128, which only polars reads\n");
    Cli.Result refused =
        Cli.run("convert", in, arrow, "--overwrite", "--schema", "b:Int128", "--compat", "oldest");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("'b'", "Int128");
  }
}
