/* Owns standing between a process and its disk: it writes down what is done to the files below
   one folder, or lets the n-th such call fail. Loaded before the C library; see shim.py.

   POWERCUT_FOLDER  the folder, as an absolute path without links
   POWERCUT_LOG     where each call that succeeded is appended, with its data; outside the folder
   powercut_arm()   from then on: fail, and tell of it in a file
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, SYNC, RENAME, LINK, UNLINK, MKDIR, RMDIR };

struct head {
    uint32_t size; /* of the whole record */
    uint32_t call;
    uint64_t file;
    int64_t at;
    uint32_t path;
    uint32_t other;
};

static char folder[PATH_MAX];
static size_t folder_length;
static int log_handle = -1;

static long fail_at, fail_seen;
static int fail_error, fail_on;
static char fail_told[PATH_MAX];

#define REAL(name)                                                                                 \
    static __typeof__(&name) real;                                                                 \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("POWERCUT_FOLDER"), *log = getenv("POWERCUT_LOG");
    if (log) {
        int handle = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        /* A high number: some programs close or count the low ones. */
        log_handle = fcntl(handle, F_DUPFD_CLOEXEC, 200);
        close(handle);
        if (log_handle < 0) abort();
    }
    if (where) {
        snprintf(folder, sizeof folder, "%s", where);
        folder_length = strlen(folder);
    }
}

void powercut_arm(const char *where, long at, int error, int on, const char *told) {
    snprintf(folder, sizeof folder, "%s", where);
    folder_length = strlen(folder);
    snprintf(fail_told, sizeof fail_told, "%s", told);
    fail_seen = 0;
    fail_error = error;
    fail_on = on;
    fail_at = at;
}

static int below(const char *path) {
    return folder_length && strncmp(path, folder, folder_length) == 0 &&
           (path[folder_length] == '/' || path[folder_length] == 0);
}

static int path_of(int handle, char *path) {
    char link[40];
    if (!folder_length) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path);
}

/* The name as an absolute path: its folder without links, and its last part as it stands. */
static int path_at(int at, const char *name, char *path) {
    char whole[PATH_MAX * 2], start[PATH_MAX], real_folder[PATH_MAX];
    if (!folder_length) return 0;
    if (name[0] == '/') {
        snprintf(whole, sizeof whole, "%s", name);
    } else {
        char link[40];
        if (at == AT_FDCWD) {
            if (!getcwd(start, sizeof start)) return 0;
        } else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", at);
            ssize_t length = readlink(link, start, sizeof start - 1);
            if (length <= 0) return 0;
            start[length] = 0;
        }
        snprintf(whole, sizeof whole, "%s/%s", start, name);
    }
    size_t length = strlen(whole);
    while (length > 1 && whole[length - 1] == '/') whole[--length] = 0;
    char *last = strrchr(whole, '/');
    *last = 0;
    if (!realpath(whole[0] ? whole : "/", real_folder)) return 0;
    if (snprintf(path, PATH_MAX, "%s/%s", real_folder, last + 1) >= PATH_MAX) return 0;
    return below(path);
}

static uint64_t number_of(int handle) {
    struct stat found;
    return fstat(handle, &found) == 0 ? (uint64_t)found.st_ino : 0;
}

static void tell(int call, uint64_t file, int64_t at, const char *path, const char *other,
                 const struct iovec *data, int parts, size_t bytes) {
    REAL(writev);
    if (log_handle < 0) return;
    int before = errno;
    struct head head = {0, call, file, at, strlen(path), strlen(other)};
    struct iovec all[3 + 64] = {
        {&head, sizeof head}, {(void *)path, head.path}, {(void *)other, head.other}};
    size_t size = sizeof head + head.path + head.other + bytes, left = bytes;
    int used = 3;
    for (int i = 0; i < parts && left; i++) {
        if (used == 3 + 64) abort();
        all[used] = data[i];
        if (all[used].iov_len > left) all[used].iov_len = left;
        left -= all[used++].iov_len;
    }
    head.size = size;
    /* One call a record: other processes append to the same file. */
    if (real(log_handle, all, used) != (ssize_t)size) abort();
    errno = before;
}

static int fails(const char *what, const char *path) {
    if (!fail_at) return 0;
    long now = ++fail_seen;
    if (now != fail_at && !(fail_on && now > fail_at)) return 0;
    if (now == fail_at) {
        REAL(write);
        int handle = open(fail_told, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        char line[PATH_MAX + 40];
        int length = snprintf(line, sizeof line, "%s %s\n", what, path + folder_length);
        if (handle < 0 || real(handle, line, length) != length) abort();
        close(handle);
    }
    errno = fail_error;
    return 1;
}

/* Opening */

static int opened(int (*real)(int, const char *, int, ...), int at, const char *name, int flags,
                  mode_t mode) {
    char path[PATH_MAX];
    struct stat before;
    int seen = 0, was = 0;
    if ((flags & (O_CREAT | O_TRUNC)) && folder_length) {
        seen = path_at(at, name, path);
        was = seen && fstatat(at, name, &before, 0) == 0;
    }
    int handle = real(at, name, flags, mode);
    if (handle >= 0 && seen && !was)
        tell(CREATE, number_of(handle), 0, path, "", NULL, 0, 0);
    else if (handle >= 0 && seen && (flags & O_TRUNC) && before.st_size)
        tell(TRUNCATE, number_of(handle), 0, path, "", NULL, 0, 0);
    return handle;
}

#define MODE                                                                                       \
    mode_t mode = 0;                                                                               \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                           \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode = va_arg(rest, mode_t);                                                               \
        va_end(rest);                                                                              \
    }

int openat(int at, const char *name, int flags, ...) {
    REAL(openat);
    MODE return opened(real, at, name, flags, mode);
}
int openat64(int at, const char *name, int flags, ...) {
    REAL(openat64);
    MODE return opened(real, at, name, flags, mode);
}
int open(const char *name, int flags, ...) {
    MODE return openat(AT_FDCWD, name, flags, mode);
}
int open64(const char *name, int flags, ...) {
    MODE return openat64(AT_FDCWD, name, flags, mode);
}
int creat(const char *name, mode_t mode) {
    return openat(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int creat64(const char *name, mode_t mode) {
    return openat64(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

/* Writing */

#define WRITING(what, call, place)                                                                 \
    char path[PATH_MAX];                                                                           \
    int ours = path_of(handle, path);                                                              \
    if (ours && fails(what, path)) return -1;                                                      \
    ssize_t done = call;                                                                           \
    if (ours && done > 0) {                                                                        \
        int64_t at = place;                                                                        \
        tell(WRITE, number_of(handle), at, path, "", parts, count, done);                          \
    }                                                                                              \
    return done

#define ONE_PART                                                                                   \
    struct iovec parts[1] = {{(void *)data, size}};                                                \
    int count = 1

ssize_t write(int handle, const void *data, size_t size) {
    REAL(write);
    ONE_PART;
    WRITING("write", real(handle, data, size), lseek(handle, 0, SEEK_CUR) - done);
}
ssize_t writev(int handle, const struct iovec *parts, int count) {
    REAL(writev);
    WRITING("writev", real(handle, parts, count), lseek(handle, 0, SEEK_CUR) - done);
}
ssize_t pwrite(int handle, const void *data, size_t size, off_t at_) {
    REAL(pwrite);
    ONE_PART;
    WRITING("pwrite", real(handle, data, size, at_), at_);
}
ssize_t pwrite64(int handle, const void *data, size_t size, off64_t at_) {
    REAL(pwrite64);
    ONE_PART;
    WRITING("pwrite", real(handle, data, size, at_), at_);
}
ssize_t pwritev(int handle, const struct iovec *parts, int count, off_t at_) {
    REAL(pwritev);
    WRITING("pwritev", real(handle, parts, count, at_), at_);
}

#define CHANGING(what, call, told, place)                                                          \
    char path[PATH_MAX];                                                                           \
    int ours = path_of(handle, path);                                                              \
    if (ours && fails(what, path)) return -1;                                                      \
    int done = call;                                                                               \
    if (ours && done == 0) tell(told, number_of(handle), place, path, "", NULL, 0, 0);             \
    return done

int ftruncate(int handle, off_t size) {
    REAL(ftruncate);
    CHANGING("ftruncate", real(handle, size), TRUNCATE, size);
}
int ftruncate64(int handle, off64_t size) {
    REAL(ftruncate64);
    CHANGING("ftruncate", real(handle, size), TRUNCATE, size);
}
int fsync(int handle) {
    REAL(fsync);
    CHANGING("fsync", real(handle), SYNC, 0);
}
int fdatasync(int handle) {
    REAL(fdatasync);
    CHANGING("fdatasync", real(handle), SYNC, 0);
}

/* Names */

static int two_names(int call, int at, const char *name, int to, const char *other, int done) {
    char path[PATH_MAX], path_to[PATH_MAX];
    struct stat found = {0};
    int ours = path_at(at, name, path), theirs = path_at(to, other, path_to);
    if (done == 0 && (ours || theirs)) {
        fstatat(to, other, &found, AT_SYMLINK_NOFOLLOW);
        tell(call, found.st_ino, 0, ours ? path : "", theirs ? path_to : "", NULL, 0, 0);
    }
    return done;
}

int rename(const char *name, const char *other) {
    REAL(rename);
    return two_names(RENAME, AT_FDCWD, name, AT_FDCWD, other, real(name, other));
}
int renameat(int at, const char *name, int to, const char *other) {
    REAL(renameat);
    return two_names(RENAME, at, name, to, other, real(at, name, to, other));
}
int link(const char *name, const char *other) {
    REAL(link);
    return two_names(LINK, AT_FDCWD, name, AT_FDCWD, other, real(name, other));
}
int linkat(int at, const char *name, int to, const char *other, int flags) {
    REAL(linkat);
    return two_names(LINK, at, name, to, other, real(at, name, to, other, flags));
}

static int one_name(int call, int at, const char *name, int done) {
    char path[PATH_MAX];
    struct stat found = {0};
    if (done == 0 && path_at(at, name, path)) {
        if (call == MKDIR) fstatat(at, name, &found, 0);
        tell(call, found.st_ino, 0, path, "", NULL, 0, 0);
    }
    return done;
}

int unlink(const char *name) {
    REAL(unlink);
    return one_name(UNLINK, AT_FDCWD, name, real(name));
}
int unlinkat(int at, const char *name, int flags) {
    REAL(unlinkat);
    return one_name(flags & AT_REMOVEDIR ? RMDIR : UNLINK, at, name, real(at, name, flags));
}
int rmdir(const char *name) {
    REAL(rmdir);
    return one_name(RMDIR, AT_FDCWD, name, real(name));
}
int mkdir(const char *name, mode_t mode) {
    REAL(mkdir);
    return one_name(MKDIR, AT_FDCWD, name, real(name, mode));
}
int mkdirat(int at, const char *name, mode_t mode) {
    REAL(mkdirat);
    return one_name(MKDIR, at, name, real(at, name, mode));
}
