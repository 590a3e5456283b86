package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system that cannot rename in one step, as object stores, gets what is complete. */
class AtomicMoveTest {
  @TempDir Path folder;

  /** The default file system, as one of another provider that copies instead of renaming. */
  private static final class Store extends FileSystemProvider {
    private final @Nullable RuntimeException refusal;
    private final StoreSystem system = new StoreSystem(this);
    int copies;
    @Nullable IOException trouble;

    Store(@Nullable RuntimeException refusal) {
      this.refusal = refusal;
    }

    /** A path of this provider, which stands for a real one. */
    Path path(Path real) {
      return (Path)
          Proxy.newProxyInstance(
              Path.class.getClassLoader(),
              new Class<?>[] {Path.class},
              (self, method, arguments) -> {
                if (method.getName().equals("getFileSystem")) {
                  return system;
                }
                Object[] reals = arguments == null ? new Object[0] : arguments.clone();
                Arrays.setAll(reals, i -> reals[i] instanceof Path path ? real(path) : reals[i]);
                try {
                  Object result = method.invoke(real, reals);
                  return result instanceof Path path ? path(path) : result;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    static Path real(Path path) {
      return Proxy.isProxyClass(path.getClass()) ? Path.of(path.toString()) : path;
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
      if (List.of(options).contains(StandardCopyOption.ATOMIC_MOVE)) {
        if (refusal != null) {
          throw refusal;
        }
        throw new AtomicMoveNotSupportedException(source.toString(), target.toString(), "a store");
      }
      copies++;
      if (trouble != null) {
        throw trouble;
      }
      Files.move(real(source), real(target), options);
    }

    @Override
    public String getScheme() {
      return "store";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
      return system;
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      return system;
    }

    @Override
    public Path getPath(URI uri) {
      return path(Path.of(uri.getPath()));
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return Files.newByteChannel(real(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
      return Files.newDirectoryStream(real(path), filter);
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
      Files.createDirectory(real(path), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
      Files.delete(real(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
      Files.copy(real(source), real(target), options);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
      return Files.isSameFile(real(one), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return Files.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return Files.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      Path real = real(path);
      real.getFileSystem().provider().checkAccess(real, modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      return Files.getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      return Files.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      return Files.readAttributes(real(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
        throws IOException {
      Files.setAttribute(real(path), name, value, options);
    }
  }

  /** What a path of it says of it. */
  private static final class StoreSystem extends FileSystem {
    private final Store store;

    StoreSystem(Store store) {
      this.store = store;
    }

    @Override
    public FileSystemProvider provider() {
      return store;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return List.of();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return Set.of("basic");
    }

    @Override
    public Path getPath(String first, String... more) {
      return store.path(Path.of(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
      throw new UnsupportedOperationException();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void getsWhatIsComplete(boolean unsupported) throws Exception {
    Path real = Files.writeString(folder.resolve("file.arrow"), "old");
    Store store = new Store(unsupported ? new UnsupportedOperationException("options") : null);
    Path target = store.path(real);
    try (DataFrame frame = Faults.frame()) {
      store.trouble = new IOException("the store is away");
      assertThatThrownBy(() -> new IpcWriter(target).finish(frame))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("the store is away");
      assertThat(real).hasContent("old");
      assertThat(folder.toFile().list()).containsExactly("file.arrow");
      store.trouble = null;
      new IpcWriter(target).finish(frame);
      assertThat(store.copies).isEqualTo(2);
      assertThat(folder.toFile().list()).containsExactly("file.arrow");
      try (DataFrame read = new IpcReader(real).finish()) {
        assertThat(read.contentEquals(frame)).isTrue();
      }
    }
  }
}
