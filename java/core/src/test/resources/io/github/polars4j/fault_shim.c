// Preloaded into a JVM: traces the calls on files whose path holds $SHIM_PATH, and makes the n-th of a kind fail.
// It is steered through the file $SHIM_CONTROL, which both sides map: see FaultShim.java.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN, WRITE, FSYNC, RENAME, CLOSE, UNLINK, READ, KINDS };
enum { SHORT = 0, KILL = -1 }; // besides errno's numbers

struct control {
  int32_t kind, nth, fault, sticky; // nth counts from 1; 0 is none
  int32_t hits[KINDS];              // calls so far
  int32_t length;                   // of the trace
  char trace[1 << 16];
};

static struct control *control;
static const char *marked;
static unsigned char ours[1 << 16]; // by file descriptor: 1 a file, 2 a folder

__attribute__((constructor)) static void start(void) {
  marked = getenv("SHIM_PATH");
  const char *path = getenv("SHIM_CONTROL");
  int fd = path ? (int)open(path, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0 || !marked)
    return;
  void *map = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (map != MAP_FAILED)
    control = map;
}

// The C library's own function of that name.
#define REAL(name) \
  static __typeof__(name) *real; \
  if (!real) \
    real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static int is_marked(const char *path) {
  return control && path && strstr(path, marked);
}

static int owner(int fd) {
  return control && fd >= 0 && fd < (int)sizeof ours ? ours[fd] : 0;
}

static void trace(const char *what) {
  int length = strlen(what);
  int at = __atomic_fetch_add(&control->length, length, __ATOMIC_SEQ_CST);
  if (at + length < (int)sizeof control->trace)
    memcpy(control->trace + at, what, length);
}

// 0 to go on; else the fault, with errno set.
static int fault(int kind, const char *what) {
  trace(what);
  int hit = __atomic_add_fetch(&control->hits[kind], 1, __ATOMIC_SEQ_CST);
  int due = control->nth && control->kind == kind && (hit == control->nth || (control->sticky && hit > control->nth));
  if (!due)
    return 0;
  if (control->fault == KILL)
    kill(getpid(), SIGKILL);
  errno = control->fault;
  return 1;
}

static int opened(int fd, int flags) {
  if (fd >= 0 && fd < (int)sizeof ours)
    ours[fd] = (flags & O_ACCMODE) == O_RDONLY ? 2 : 1;
  return fd;
}

#define OPENS(name, declared, path, call) \
  int name declared { \
    REAL(name); \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
      va_list rest; \
      va_start(rest, flags); \
      mode = va_arg(rest, mode_t); \
      va_end(rest); \
    } \
    if (!is_marked(path)) { \
      int fd = real call; \
      if (fd >= 0 && fd < (int)sizeof ours) \
        ours[fd] = 0; \
      return fd; \
    } \
    if ((flags & O_ACCMODE) != O_RDONLY && fault(OPEN, "open\n")) \
      return -1; \
    return opened(real call, flags); \
  }

OPENS(open, (const char *path, int flags, ...), path, (path, flags, mode))
OPENS(open64, (const char *path, int flags, ...), path, (path, flags, mode))
OPENS(openat, (int folder, const char *path, int flags, ...), path, (folder, path, flags, mode))
OPENS(openat64, (int folder, const char *path, int flags, ...), path, (folder, path, flags, mode))

// A short write takes half, or nothing where there is but a byte.
static ssize_t written(int fd, const void *bytes, size_t count, ssize_t (*real)(int, const void *, size_t)) {
  if (owner(fd) != 1 || !fault(WRITE, "write\n"))
    return real(fd, bytes, count);
  return control->fault == SHORT ? real(fd, bytes, count > 1 ? count / 2 : count) : -1;
}

ssize_t write(int fd, const void *bytes, size_t count) {
  REAL(write);
  return written(fd, bytes, count, real);
}

ssize_t writev(int fd, const struct iovec *pieces, int count) {
  REAL(writev);
  if (owner(fd) != 1 || !fault(WRITE, "write\n"))
    return real(fd, pieces, count);
  return control->fault == SHORT ? real(fd, pieces, 1) : -1;
}

#define PWRITES(name, offset_type) \
  ssize_t name(int fd, const void *bytes, size_t count, offset_type offset) { \
    REAL(name); \
    if (owner(fd) != 1 || !fault(WRITE, "write\n")) \
      return real(fd, bytes, count, offset); \
    return control->fault == SHORT ? real(fd, bytes, count > 1 ? count / 2 : count, offset) : -1; \
  }

PWRITES(pwrite, off_t)
PWRITES(pwrite64, off64_t)

#define READS(name, offset_type) \
  ssize_t name(int fd, void *bytes, size_t count, offset_type offset) { \
    REAL(name); \
    if (!owner(fd) || !fault(READ, "")) \
      return real(fd, bytes, count, offset); \
    return control->fault == SHORT ? real(fd, bytes, count > 1 ? count / 2 : count, offset) : -1; \
  }

READS(pread, off_t)
READS(pread64, off64_t)

ssize_t read(int fd, void *bytes, size_t count) {
  REAL(read);
  if (!owner(fd) || !fault(READ, ""))
    return real(fd, bytes, count);
  return control->fault == SHORT ? real(fd, bytes, count > 1 ? count / 2 : count) : -1;
}

#define SYNCS(name) \
  int name(int fd) { \
    REAL(name); \
    if (owner(fd) && fault(FSYNC, owner(fd) == 1 ? "fsync file\n" : "fsync folder\n")) \
      return -1; \
    return real(fd); \
  }

SYNCS(fsync)
SYNCS(fdatasync)

int close(int fd) {
  REAL(close);
  if (!owner(fd))
    return real(fd);
  int file = owner(fd) == 1;
  ours[fd] = 0;
  int failed = file && fault(CLOSE, "close\n");
  int error = errno, closed = real(fd); // it is closed, whatever it says, as on Linux
  if (!failed)
    return closed;
  errno = error;
  return -1;
}

int rename(const char *from, const char *to) {
  REAL(rename);
  if (is_marked(to) && fault(RENAME, "rename\n"))
    return -1;
  return real(from, to);
}

#define UNLINKS(name, declared, path, call) \
  int name declared { \
    REAL(name); \
    if (is_marked(path) && fault(UNLINK, "unlink\n")) \
      return -1; \
    return real call; \
  }

UNLINKS(unlink, (const char *path), path, (path))
UNLINKS(unlinkat, (int folder, const char *path, int flags), path, (folder, path, flags))
