/* Preloaded into a process, this counts the system calls that reach into one folder, and lets the one with a given
   number go wrong. It stands between Python and the C library; calls that concern other folders pass.

   fsync and syncfs are noted, not carried out: what a power cut destroys is known without them. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NONE, KILL, POWER_CUT, IO_ERROR, LATE_ERROR, DISK_FULL, READ_ONLY, HALF, HALF_FULL, HALF_KILL }; /* see driver.py */
enum { READS, CHANGES, GROWS }; /* what a call does; one that grows needs room on the disk */
enum { LIMIT = 64 };

static char root[PATH_MAX];
static int fault, at, count, no_exchange;
static const char *names[10000];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int inside(const char *path) {
    size_t length = strlen(root);
    return length && !strncmp(path, root, length) && (path[length] == '/' || !path[length]);
}

static const char *path_of(int fd) {
    static char path[PATH_MAX];
    char link[64];
    sprintf(link, "/proc/self/fd/%d", fd);
    ssize_t length = *root ? readlink(link, path, PATH_MAX - 1) : 0;
    path[length > 0 ? length : 0] = 0;
    return path;
}

/* What was not flushed yet: files that were written, and folders in which a name went to another file. */

static char owed[LIMIT][PATH_MAX];

static void exchange(const char *from, const char *to) {
    for (int i = 0; i < LIMIT; i++)
        if (!strcmp(owed[i], from)) strcpy(owed[i], to);
        else if (*to && !strcmp(owed[i], to)) strcpy(owed[i], from);
}

static void settle(const char *path) { exchange(path, ""); }

static void owe(const char *path) {
    settle(path);
    for (int i = 0; i < LIMIT; i++)
        if (!*owed[i]) { strcpy(owed[i], path); return; }
}

static void owe_folder(const char *path) {
    char copy[PATH_MAX];
    owe(dirname(strcpy(copy, path)));
}

static void moved(const char *from, const char *to) {
    exchange(from, to);
    owe_folder(from);
    owe_folder(to);
}

static void lose_what_is_owed(void) {
    for (int i = 0; i < LIMIT; i++)
        if (*owed[i]) REAL(truncate)(owed[i], 0);
}

/* The faults. Answers 0: go on; -1: fail; 1: fail, but only after it is done. */

static int strike(const char *name, int kind) {
    names[count++ % 10000] = name;
    if (!at || count < at) return 0;
    switch (fault) {
    case POWER_CUT: lose_what_is_owed(); /* fall through */
    case KILL: kill(getpid(), SIGKILL);
    case IO_ERROR: errno = EIO; return count == at ? -1 : 0;
    case LATE_ERROR: errno = EIO; return count == at ? 1 : 0;
    case DISK_FULL: errno = ENOSPC; return kind == GROWS ? -1 : 0; /* it stays full … */
    case HALF_FULL: errno = ENOSPC; return kind == GROWS && count > at ? -1 : 0;
    case READ_ONLY: errno = EROFS; return kind == READS ? 0 : -1; /* … as a broken disk stays read-only */
    }
    return 0;
}

#define CALL(type, name, counted, kind, parameters, arguments, then) \
    type name parameters {                                           \
        int known = counted;                                         \
        int verdict = known ? strike(#name, kind) : 0;               \
        if (verdict < 0) return -1;                                  \
        type answer = REAL(name) arguments;                          \
        if (known && answer >= 0) { then; }                          \
        if (verdict > 0) { errno = EIO; return -1; }                 \
        return answer;                                               \
    }

#define OPEN(name, counted, parameters, arguments)                                                \
    int name parameters {                                                                         \
        va_list rest;                                                                             \
        va_start(rest, flags);                                                                    \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;                                 \
        va_end(rest);                                                                             \
        int changes = flags & (O_CREAT | O_TRUNC | O_WRONLY | O_RDWR);                            \
        int verdict = counted ? strike(changes ? "open" : "look", changes ? GROWS : READS) : 0;   \
        if (verdict < 0) return -1;                                                               \
        int answer = REAL(name) arguments;                                                        \
        if (verdict > 0) { errno = EIO; return -1; }                                              \
        return answer;                                                                            \
    }

OPEN(open, inside(path), (const char *path, int flags, ...), (path, flags, mode))
OPEN(open64, inside(path), (const char *path, int flags, ...), (path, flags, mode))
OPEN(openat, inside(path), (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
OPEN(openat64, inside(path), (int folder, const char *path, int flags, ...), (folder, path, flags, mode))

CALL(ssize_t, read, inside(path_of(fd)), READS, (int fd, void *data, size_t size), (fd, data, size), )
CALL(int, mkdir, inside(path), GROWS, (const char *path, mode_t mode), (path, mode), )
CALL(int, rmdir, inside(path), CHANGES, (const char *path), (path), )
CALL(int, unlink, inside(path), CHANGES, (const char *path), (path), settle(path))
CALL(int, unlinkat, inside(path), CHANGES, (int folder, const char *path, int flags), (folder, path, flags), settle(path))
CALL(int, symlink, inside(new), GROWS, (const char *old, const char *new), (old, new), )
CALL(int, chmod, inside(path), CHANGES, (const char *path, mode_t mode), (path, mode), )
CALL(int, fchmod, inside(path_of(fd)), CHANGES, (int fd, mode_t mode), (fd, mode), )
CALL(int, ftruncate64, inside(path_of(fd)), CHANGES, (int fd, off64_t size), (fd, size), owe(path_of(fd)))
CALL(int, rename, inside(new), GROWS, (const char *old, const char *new), (old, new), settle(new); moved(old, new))

int link(const char *old, const char *new) {
    int verdict = inside(new) ? strike("link", GROWS) : 0;
    if (verdict < 0) return -1;
    if (inside(new) && no_exchange == EXDEV) { errno = EXDEV; return -1; }
    int answer = REAL(link)(old, new);
    if (inside(new) && !answer) owe_folder(new);
    if (verdict > 0) { errno = EIO; return -1; }
    return answer;
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    int verdict = inside(new) ? strike("renameat2", CHANGES) : 0;
    if (verdict < 0) return -1;
    if (inside(new) && no_exchange) { errno = no_exchange; return -1; }
    int answer = REAL(renameat2)(from, old, to, new, flags);
    if (inside(new) && !answer) moved(old, new);
    if (verdict > 0) { errno = EIO; return -1; }
    return answer;
}

ssize_t write(int fd, const void *data, size_t size) {
    const char *path = path_of(fd);
    int verdict = inside(path) ? strike("write", GROWS) : 0;
    if (verdict < 0) return -1;
    int half = inside(path) && count == at && fault >= HALF;
    ssize_t answer = REAL(write)(fd, data, half ? size / 2 : size);
    if (inside(path)) owe(path);
    if (half && fault == HALF_KILL) kill(getpid(), SIGKILL);
    if (verdict > 0) { errno = EIO; return -1; }
    return answer;
}

int fsync(int fd) {
    const char *path = path_of(fd);
    if (!inside(path)) return REAL(fsync)(fd);
    int verdict = strike("fsync", GROWS); /* some disks notice only now that they are full */
    if (verdict < 0) return -1;
    settle(path);
    if (verdict > 0) { errno = EIO; return -1; }
    return 0;
}

int syncfs(int fd) {
    if (!inside(path_of(fd))) return REAL(syncfs)(fd);
    int verdict = strike("syncfs", GROWS);
    if (verdict < 0) return -1;
    memset(owed, 0, sizeof owed);
    if (verdict > 0) { errno = EIO; return -1; }
    return 0;
}

int close(int fd) {
    int writing = inside(path_of(fd)) && (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY;
    int verdict = writing ? strike("close", GROWS) : 0;
    int error = errno;
    int answer = REAL(close)(fd); /* also where it answers that it failed */
    if (!verdict) return answer;
    errno = error;
    return -1;
}

/* What driver.py calls. */

void shim_watch(const char *folder) { strcpy(root, folder); }

void shim_arm(int fault_, int at_, int no_exchange_) { fault = fault_, at = at_, no_exchange = no_exchange_; }

int shim_count(void) { return count; }

const char *shim_name(int number) { return names[number]; }

const char *shim_owed(void) {
    for (int i = 0; i < LIMIT; i++)
        if (*owed[i]) return owed[i];
    return "";
}
