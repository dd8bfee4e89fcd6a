#define _POSIX_C_SOURCE 200809L

#include "binding.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

const char *binding_system_code(int number) {
    switch (number) {
    case ENOENT: return "ENOENT";
    case ENOTDIR: return "ENOTDIR";
    case EISDIR: return "EISDIR";
    case EACCES: return "EACCES";
    case EPERM: return "EPERM";
    case ELOOP: return "ELOOP";
    case ENAMETOOLONG: return "ENAMETOOLONG";
    case ENOMEM: return "ENOMEM";
    default: return "EIO";
    }
}

static const char *kind_of(mode_t mode) {
    if (S_ISREG(mode)) return "file";
    return S_ISDIR(mode) ? "directory" : "other";
}

int binding_stat(lua_State *L) {
    size_t length;
    struct stat status;
    const char *path = binding_check_path(L, 1, &length);
    if (stat(path, &status) != 0) {
        const int number = errno;
        lua_pushnil(L);
        lua_pushfstring(L, "%s: %s", path, strerror(number));
        lua_pushstring(L, binding_system_code(number));
        return 3;
    }
    lua_pushinteger(L, (lua_Integer)status.st_size);
    lua_pushinteger(L, (lua_Integer)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec);
    lua_pushstring(L, kind_of(status.st_mode));
    return 3;
}
