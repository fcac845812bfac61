/* SPDX-License-Identifier: GPL-3.0-or-later
 * Loaded before a server (LD_PRELOAD): while the file named by THROUGHLINE_TEST_READ_ONLY is there, everything below the
 * folder THROUGHLINE_TEST_FOLDER is as on a disk that has failed and turned read-only under the files that are open. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int below(const char *path) {
    const char *folder = getenv("THROUGHLINE_TEST_FOLDER");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int turned(void) {
    const char *flag = getenv("THROUGHLINE_TEST_READ_ONLY");
    return flag && access(flag, F_OK) == 0;
}

static int is_refused(int descriptor) {
    char name[64], path[4096];
    if (!turned()) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
    ssize_t size = readlink(name, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = '\0';
    if (!below(path)) return 0;
    errno = EROFS;
    return 1;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int to, const void *bytes, size_t size) {
    REAL(write);
    return is_refused(to) ? -1 : real(to, bytes, size);
}
ssize_t pwrite(int to, const void *bytes, size_t size, off_t at) {
    REAL(pwrite);
    return is_refused(to) ? -1 : real(to, bytes, size, at);
}
ssize_t pwrite64(int to, const void *bytes, size_t size, off64_t at) {
    REAL(pwrite64);
    return is_refused(to) ? -1 : real(to, bytes, size, at);
}
int ftruncate(int file, off_t size) {
    REAL(ftruncate);
    return is_refused(file) ? -1 : real(file, size);
}
int ftruncate64(int file, off64_t size) {
    REAL(ftruncate64);
    return is_refused(file) ? -1 : real(file, size);
}
int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    if (below(path) && turned()) return errno = EROFS, -1;
    return real(path, mode);
}

static int wants_to_write(int flags) { return (flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0; }

#define OPENS(name)                                                                                                    \
    int name(const char *path, int flags, ...) {                                                                       \
        REAL(name);                                                                                                    \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = (mode_t)va_arg(more, int);                                                                       \
        va_end(more);                                                                                                  \
        if (wants_to_write(flags) && below(path) && turned()) return errno = EROFS, -1;                                \
        return real(path, flags, mode);                                                                                \
    }
OPENS(open)
OPENS(open64)
