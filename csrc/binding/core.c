#include "binding.h"

#include <string.h>

#include "../text/fold.h"
#include "terminal.h"

void binding_new_type(lua_State *L, const char *name, const luaL_Reg *metamethods, const luaL_Reg *methods) {
    luaL_newmetatable(L, name);
    luaL_setfuncs(L, metamethods, 0);
    lua_pushstring(L, name);
    lua_setfield(L, -2, "__metatable");
    if (methods != NULL) {
        lua_newtable(L);
        luaL_setfuncs(L, methods, 0);
        lua_setfield(L, -2, "__index");
    }
    lua_pop(L, 1);
}

int binding_fail(lua_State *L, const char *message, const char *code) {
    lua_pushnil(L);
    lua_pushstring(L, message);
    lua_pushstring(L, code);
    return 3;
}

const char *binding_check_path(lua_State *L, int argument, size_t *length) {
    const char *path = luaL_checklstring(L, argument, length);
    luaL_argcheck(L, *length > 0, argument, "the path is empty");
    luaL_argcheck(L, strlen(path) == *length, argument, "the path has a NUL byte in it");
    return path;
}

/* The module's only door for Lua, and its only symbol that is not hidden. */
LUAMOD_API int luaopen_policy_core(lua_State *L);

LUAMOD_API int luaopen_policy_core(lua_State *L) {
    static const luaL_Reg functions[] = {{"open", binding_open},
                                         {"lexicon", binding_lexicon},
                                         {"reader", binding_reader},
                                         {"reading", binding_reading},
                                         {"reading_file", binding_reading_file},
                                         {"stat", binding_stat},
                                         {"tokens", binding_tokens},
                                         {"match", binding_match},
                                         {"fold", binding_fold},
                                         {"width", binding_width},
                                         {"terminal", binding_terminal},
                                         {"clock", binding_clock},
                                         {"await", binding_await},
                                         {"interruptible", binding_interruptible},
                                         {NULL, NULL}};
    luaL_checkversion(L);
    binding_register_lexicon(L);
    binding_register_reading(L);
    binding_register_store(L);
    luaL_newlib(L, functions);
    lua_pushliteral(L, POLICY_VERSION);
    lua_setfield(L, -2, "version");
    lua_pushstring(L, sqlite3_libversion());
    lua_setfield(L, -2, "sqlite_version");
    lua_pushstring(L, text_unicode_version());
    lua_setfield(L, -2, "unicode_version");
    return 1;
}
