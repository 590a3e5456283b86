package io.github.polars4j.internal.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Lists files below a folder, in an order that does not depend on the file system. */
public final class FileFinder {
  private static final String ANY = "*?[{";

  private FileFinder() {}

  /** The folder that a pattern begins with, and what is left of the pattern. */
  public record Pattern(Path folder, String rest) {}

  /** Splits a pattern before the first part that has a wildcard. */
  public static Pattern split(String pattern) {
    int wild = 0;
    while (wild < pattern.length() && ANY.indexOf(pattern.charAt(wild)) < 0) {
      wild++;
    }
    int cut = pattern.lastIndexOf('/', Math.min(wild, pattern.length() - 1));
    String folder = cut < 0 ? "" : cut == 0 ? "/" : pattern.substring(0, cut);
    return new Pattern(Path.of(folder), pattern.substring(cut + 1));
  }

  /** All files below a folder, without those whose names or folders begin with a dot or _. */
  public static List<Path> below(Path folder) throws IOException {
    List<Path> files = walk(folder);
    files.removeIf(file -> isHidden(folder.relativize(file)));
    if (files.isEmpty()) {
      throw new NoSuchFileException(folder.toString(), null, "the folder has no files");
    }
    return files;
  }

  /** The files below a folder that a pattern matches, in which {@code **} may be no folder too. */
  public static List<Path> matching(Path folder, String pattern) throws IOException {
    List<PathMatcher> matchers = new ArrayList<>();
    for (String way : ways(pattern)) {
      matchers.add(folder.getFileSystem().getPathMatcher("glob:" + way));
    }
    List<Path> files = walk(folder);
    files.removeIf(
        file -> {
          Path relative = folder.relativize(file);
          return matchers.stream().noneMatch(matcher -> matcher.matches(relative));
        });
    if (files.isEmpty()) {
      String all = folder.toString().isEmpty() ? pattern : folder.resolve("") + "/" + pattern;
      throw new NoSuchFileException(all, null, "no file matches");
    }
    return files;
  }

  /** The pattern, and the same without each {@code **} that stands for folders. */
  private static List<String> ways(String pattern) {
    List<String> ways = new ArrayList<>(List.of(pattern));
    for (int i = 0; i < ways.size() && i < 64; i++) {
      String way = ways.get(i);
      for (int at = way.indexOf("**/"); at >= 0; at = way.indexOf("**/", at + 1)) {
        String shorter = way.substring(0, at) + way.substring(at + 3);
        if ((at == 0 || way.charAt(at - 1) == '/') && !ways.contains(shorter)) {
          ways.add(shorter);
        }
      }
    }
    return ways;
  }

  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith(".") || name.startsWith("_") && name.indexOf('=') < 0) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> walk(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files = new ArrayList<>(found.filter(Files::isRegularFile).toList());
      files.sort(Comparator.comparing(file -> folder.relativize(file).toString()));
      return files;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
