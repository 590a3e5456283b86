package io.github.polars4j.duckdb;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Wrapper;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Arrow streams of DuckDB's driver by their address. Its public methods take and give classes of
 * Arrow Java, which needs JVM flags; the native methods below them do not.
 */
final class Driver {
  private static final String CONNECTION = "org.duckdb.DuckDBConnection";
  private static final String RESULT = "org.duckdb.DuckDBResultSet";
  private static final String NATIVE = "org.duckdb.DuckDBNative";

  private final Object connection;
  private final Method export;
  private final Method register;
  private final Field connectionRef;
  private final Field resultRef;
  private final Field resultConnection;
  private final @Nullable Field connectionLock;
  private final @Nullable Field resultLock;

  private Driver(Object connection) throws ReflectiveOperationException {
    this.connection = connection;
    ClassLoader loader = connection.getClass().getClassLoader();
    Class<?> natives = Class.forName(NATIVE, true, loader);
    Class<?> result = Class.forName(RESULT, true, loader);
    this.export = exporting(natives);
    this.register =
        accessible(
            natives.getDeclaredMethod(
                "duckdb_jdbc_arrow_register", ByteBuffer.class, long.class, byte[].class));
    this.connectionRef = field(connection.getClass(), ByteBuffer.class, "connRef");
    this.resultRef = field(result, ByteBuffer.class, "resultRef");
    this.resultConnection = field(result, connection.getClass(), "conn");
    this.connectionLock = lock(connection.getClass(), "connRefLock");
    this.resultLock = lock(result, "resultRefLock");
  }

  /**
   * The driver behind a connection, which a pool may have wrapped.
   *
   * @throws SQLFeatureNotSupportedException if it is not DuckDB's, or one that works in another way
   */
  static Driver of(Connection connection) throws SQLException {
    Object own = unwrapped(connection, CONNECTION);
    if (own == null) {
      throw new SQLFeatureNotSupportedException(
          "a connection of DuckDB's driver is wanted, not a " + connection.getClass().getName());
    }
    try {
      return new Driver(own);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new SQLFeatureNotSupportedException(
          "DuckDB's driver "
              + connection.getMetaData().getDriverVersion()
              + " has no Arrow streams that polars4j knows",
          e);
    }
  }

  /** The address of a stream of the rows, which DuckDB made and whoever takes it over releases. */
  long export(ResultSet rows, long rowsPerBatch) throws SQLException {
    Object own = unwrapped(rows, RESULT);
    if (own == null || rows.isClosed()) {
      throw new SQLFeatureNotSupportedException("an open ResultSet of DuckDB's driver is wanted");
    }
    try {
      Object holder = resultConnection.get(own);
      Lock outer = lockOf(connectionLock, holder);
      Lock inner = lockOf(resultLock, own);
      try {
        Object result = resultRef.get(own);
        Object[] arguments =
            export.getParameterCount() == 2
                ? new Object[] {result, rowsPerBatch}
                : new Object[] {result, connectionRef.get(holder), rowsPerBatch};
        return (long) invoke(export, arguments);
      } finally {
        unlock(inner);
        unlock(outer);
      }
    } catch (IllegalAccessException e) {
      throw new SQLFeatureNotSupportedException(e);
    }
  }

  /** Makes a temporary view of the stream at the address, which can be read once. */
  void register(String name, long streamAddress) throws SQLException {
    try {
      Lock lock = lockOf(connectionLock, connection);
      try {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        invoke(register, connectionRef.get(connection), streamAddress, utf8);
      } finally {
        unlock(lock);
      }
    } catch (IllegalAccessException e) {
      throw new SQLFeatureNotSupportedException(e);
    }
  }

  private static Method exporting(Class<?> natives) throws NoSuchMethodException {
    String name = "duckdb_jdbc_arrow_stream";
    try {
      return accessible(
          natives.getDeclaredMethod(name, ByteBuffer.class, ByteBuffer.class, long.class));
    } catch (NoSuchMethodException e) {
      // Before 2.0 it took no connection.
      return accessible(natives.getDeclaredMethod(name, ByteBuffer.class, long.class));
    }
  }

  private static Method accessible(Method method) {
    method.setAccessible(true);
    return method;
  }

  private static Field field(Class<?> of, Class<?> type, String name) throws NoSuchFieldException {
    Field field = of.getDeclaredField(name);
    if (field.getType() != type) {
      throw new NoSuchFieldException(name + " is a " + field.getType().getName());
    }
    field.setAccessible(true);
    return field;
  }

  private static @Nullable Field lock(Class<?> of, String name) {
    try {
      Field field = of.getDeclaredField(name);
      field.setAccessible(true);
      return Lock.class.isAssignableFrom(field.getType()) ? field : null;
    } catch (NoSuchFieldException e) {
      return null;
    }
  }

  private static @Nullable Lock lockOf(@Nullable Field field, Object of)
      throws IllegalAccessException {
    @Nullable Lock lock = field == null ? null : (Lock) field.get(of);
    if (lock != null) {
      lock.lock();
    }
    return lock;
  }

  private static void unlock(@Nullable Lock lock) {
    if (lock != null) {
      lock.unlock();
    }
  }

  private static Object invoke(Method method, Object... arguments)
      throws SQLException, IllegalAccessException {
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new SQLException(e.getCause());
    }
  }

  private static @Nullable Object unwrapped(Wrapper wrapper, String name) throws SQLException {
    if (wrapper.getClass().getName().equals(name)) {
      return wrapper;
    }
    try {
      Class<?> type = Class.forName(name);
      return wrapper.isWrapperFor(type) ? wrapper.unwrap(type) : null;
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
