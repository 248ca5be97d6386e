/* Logs what a program writes to a database, its WAL and its list of acknowledgements, so that a power cut can be
   played back at any point. Loaded with LD_PRELOAD; the log is the file named by CUT_LOG.
   Record: op (1 write, 2 truncate, 3 sync), file (1 database, 2 WAL, 3 acknowledgements), offset, length, bytes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
static unsigned char kind_of[FILES];
static int log_fd = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_write)(int, const void *, size_t);

static int ends(const char *path, const char *with) {
  size_t n = strlen(path), m = strlen(with);
  return n >= m && !strcmp(path + n - m, with);
}
static unsigned char kind(const char *path) {
  if (!path) return 0;
  if (ends(path, "cut.db")) return 1;
  if (ends(path, "cut.db-wal")) return 2;
  if (ends(path, "cut.acks")) return 3;
  return 0;
}
static int kept(int fd) { return fd >= 0 && fd < FILES ? kind_of[fd] : 0; }

static void note(int op, int file, uint64_t offset, uint64_t length, const void *data) {
  pthread_mutex_lock(&lock);
  if (log_fd < 0) {
    int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    const char *path = getenv("CUT_LOG");
    if (!path || (log_fd = real_open(path, O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0600)) < 0) abort();
  }
  unsigned char head[18] = {op, file};
  memcpy(head + 2, &offset, 8);
  memcpy(head + 10, &length, 8);
  /* In one call: another process may append to the same log what it saw acknowledged. */
  struct iovec parts[2] = {{head, sizeof head}, {(void *)data, op == 1 ? length : 0}};
  ssize_t whole = sizeof head + parts[1].iov_len;
  if (writev(log_fd, parts, 2) != whole) abort(); /* a log with a hole would prove nothing */
  pthread_mutex_unlock(&lock);
}

#define OPEN(name)                                                       \
  int name(const char *path, int flags, ...) {                           \
    static int (*real)(const char *, int, ...);                          \
    if (!real) real = dlsym(RTLD_NEXT, #name);                           \
    mode_t mode = 0;                                                     \
    if (flags & O_CREAT) {                                               \
      va_list rest;                                                      \
      va_start(rest, flags);                                             \
      mode = va_arg(rest, mode_t);                                       \
      va_end(rest);                                                      \
    }                                                                    \
    int fd = real(path, flags, mode);                                    \
    if (fd >= 0 && fd < FILES) kind_of[fd] = kind(path);                 \
    return fd;                                                           \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "close");
  if (fd >= 0 && fd < FILES) kind_of[fd] = 0;
  return real(fd);
}
ssize_t write(int fd, const void *data, size_t n) {
  if (!real_write) real_write = dlsym(RTLD_NEXT, "write");
  int file = kept(fd);
  off_t at = file == 1 || file == 2 ? lseek(fd, 0, SEEK_CUR) : 0;
  ssize_t k = real_write(fd, data, n);
  if (file && k > 0) note(1, file, at, k, data);
  return k;
}
#define PWRITE(name, type)                                               \
  ssize_t name(int fd, const void *data, size_t n, type at) {            \
    static ssize_t (*real)(int, const void *, size_t, type);             \
    if (!real) real = dlsym(RTLD_NEXT, #name);                           \
    ssize_t k = real(fd, data, n, at);                                   \
    if (kept(fd) && k > 0) note(1, kept(fd), at, k, data);               \
    return k;                                                            \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)
#define TRUNCATE(name, type)                                             \
  int name(int fd, type size) {                                          \
    static int (*real)(int, type);                                       \
    if (!real) real = dlsym(RTLD_NEXT, #name);                           \
    int done = real(fd, size);                                           \
    if (kept(fd) && !done) note(2, kept(fd), size, 0, 0);                \
    return done;                                                         \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)
#define SYNC(name)                                                       \
  int name(int fd) {                                                     \
    static int (*real)(int);                                             \
    if (!real) real = dlsym(RTLD_NEXT, #name);                           \
    int done = real(fd);                                                 \
    if (kept(fd) && !done) note(3, kept(fd), 0, 0, 0);                   \
    return done;                                                         \
  }
SYNC(fsync)
SYNC(fdatasync)
