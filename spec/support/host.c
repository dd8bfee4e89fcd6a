/*
** An interpreter for the specs: runs a Lua file as lua5.4 does, with two differences.
**
** It is built with the same sanitizers as the core that it loads, whose runtime must be in the process from its start. And
** it lets a script make memory run out: Lua's allocator, SQLite's and the core's own malloc (linked with --wrap, so that
** its calls end up here) each count their calls and fail at the one asked for. The module `allocation` is the handle.
**
**   host FILE.lua ARGUMENT...
*/
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One allocator: how many calls it has had, and which of them fail. The reader's thread allocates too, hence atomic. */
typedef struct Source {
    const char *name;
    atomic_long calls;
    atomic_long first; /* the first call that fails; 0 for none */
    atomic_long last;  /* the last one */
} Source;

static Source lua_source = {.name = "lua"};
static Source sqlite_source = {.name = "sqlite"};
static Source core_source = {.name = "core"};
static sqlite3_mem_methods sqlite_memory;

/* Counts one call; true when it is to fail. */
static int fails(Source *source) {
    const long first = atomic_load(&source->first);
    if (first == 0) return 0;
    const long call = atomic_fetch_add(&source->calls, 1) + 1;
    return call >= first && call <= atomic_load(&source->last);
}

/* {== The three allocators ================================================= */

static void *lua_allocate(void *context, void *block, size_t old_size, size_t size) {
    (void)context;
    if (size == 0) {
        free(block);
        return NULL;
    }
    /* Lua relies on shrinking never to fail. */
    const int grows = block == NULL || size > old_size;
    return grows && fails(&lua_source) ? NULL : realloc(block, size);
}

static void *sqlite_malloc(int size) {
    return fails(&sqlite_source) ? NULL : sqlite_memory.xMalloc(size);
}

static void *sqlite_realloc(void *block, int size) {
    return fails(&sqlite_source) ? NULL : sqlite_memory.xRealloc(block, size);
}

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

void *__wrap_malloc(size_t size) {
    return fails(&core_source) ? NULL : malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return fails(&core_source) ? NULL : calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size) {
    return fails(&core_source) ? NULL : realloc(block, size);
}

/* ==} */

/* {== The module `allocation` ============================================== */

static Source *check_source(lua_State *L, int index) {
    static const char *const names[] = {"lua", "sqlite", "core", NULL};
    Source *const sources[] = {&lua_source, &sqlite_source, &core_source};
    return sources[luaL_checkoption(L, index, NULL, names)];
}

/*
** allocation.run(source, first, last, f) -> calls, ok, results or error
** Calls f while calls number first to last of that allocator fail. The failing ends before anything else happens.
*/
static int allocation_run(lua_State *L) {
    Source *source = check_source(L, 1);
    const lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3);
    luaL_checktype(L, 4, LUA_TFUNCTION);
    lua_settop(L, 4);
    luaL_checkstack(L, 20, NULL);
    atomic_store(&source->calls, 0);
    atomic_store(&source->last, (long)last);
    atomic_store(&source->first, (long)first);
    const int status = lua_pcall(L, 0, LUA_MULTRET, 0);
    atomic_store(&source->first, 0);
    lua_pushinteger(L, (lua_Integer)atomic_load(&source->calls));
    lua_pushboolean(L, status == LUA_OK);
    lua_rotate(L, 4, 2);
    return lua_gettop(L) - 3;
}

/* allocation.sqlite_used() -> bytes that SQLite holds now */
static int allocation_sqlite_used(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)sqlite3_memory_used());
    return 1;
}

#if defined(__SANITIZE_ADDRESS__)
int __lsan_do_recoverable_leak_check(void);
#else
static int __lsan_do_recoverable_leak_check(void) {
    return 0;
}
#endif

/* allocation.leaks() -> true when memory is lost by now; the sanitizer's report goes to standard error */
static int allocation_leaks(lua_State *L) {
    lua_gc(L, LUA_GCCOLLECT);
    lua_pushboolean(L, __lsan_do_recoverable_leak_check() != 0);
    return 1;
}

static int open_allocation(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"run", allocation_run}, {"sqlite_used", allocation_sqlite_used}, {"leaks", allocation_leaks}, {NULL, NULL}};
    luaL_newlib(L, functions);
    return 1;
}

/* ==} */

static int trace(lua_State *L) {
    const char *message = lua_tostring(L, 1);
    luaL_traceback(L, L, message != NULL ? message : "(an error that is no string)", 1);
    return 1;
}

/* Sets `arg` as lua5.4 does: the file at 0, its arguments from 1. */
static void push_arguments(lua_State *L, int count, char **arguments) {
    lua_createtable(L, count, 1);
    for (int i = 1; i < count; i++) {
        lua_pushstring(L, arguments[i]);
        lua_rawseti(L, -2, i - 1);
    }
    lua_setglobal(L, "arg");
}

static int run(lua_State *L, int count, char **arguments) {
    luaL_openlibs(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushcfunction(L, open_allocation);
    lua_setfield(L, -2, "allocation");
    push_arguments(L, count, arguments);
    lua_pushcfunction(L, trace);
    const int handler = lua_gettop(L);
    int status = luaL_loadfile(L, arguments[1]);
    for (int i = 2; i < count && status == LUA_OK; i++) lua_pushstring(L, arguments[i]);
    if (status == LUA_OK) status = lua_pcall(L, count - 2, 0, handler);
    if (status != LUA_OK) fprintf(stderr, "%s\n", lua_tostring(L, -1));
    return status == LUA_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int count, char **arguments) {
    if (count < 2 || count > 200) {
        fprintf(stderr, "usage: host FILE.lua ARGUMENT...\n");
        return 2;
    }
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_memory);
    sqlite3_mem_methods counted = sqlite_memory;
    counted.xMalloc = sqlite_malloc;
    counted.xRealloc = sqlite_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &counted);
    lua_State *L = lua_newstate(lua_allocate, NULL);
    if (L == NULL) return EXIT_FAILURE;
    const int status = run(L, count, arguments);
    lua_close(L);
    return status;
}
