package io.github.polars4j.internal.watch;

import io.github.polars4j.NativeMemoryMXBean;
import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** Registers the MXBean of native memory. Only loaded where it is asked for. */
public final class MemoryBean {
  private static boolean registered;

  private MemoryBean() {}

  /** Registers it, if it is not. */
  public static synchronized void register(NativeMemoryMXBean memory) {
    if (registered) {
      return;
    }
    try {
      server().registerMBean(new StandardMBean(memory, NativeMemoryMXBean.class, true), name());
      registered = true;
    } catch (InstanceAlreadyExistsException e) {
      throw new IllegalStateException(
          NativeMemoryMXBean.OBJECT_NAME
              + " is registered already, by this library in another class loader",
          e);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes it back, if it is registered. */
  public static synchronized void unregister() {
    if (!registered) {
      return;
    }
    registered = false;
    try {
      server().unregisterMBean(name());
    } catch (InstanceNotFoundException e) {
      return; // somebody else has done so
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }

  private static ObjectName name() throws JMException {
    return new ObjectName(NativeMemoryMXBean.OBJECT_NAME);
  }
}
