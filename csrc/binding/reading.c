#include "binding.h"

#include <string.h>

typedef struct ReaderBox {
    Reader *reader; /* NULL when closed */
} ReaderBox;

typedef struct ReadingBox {
    Reading *reading; /* NULL when closed */
} ReadingBox;

/* {== Readings ============================================================= */

/* What a document points to partly stands in the lexicon, so a reading keeps it. Stack: pushes the new, empty box. */
static ReadingBox *new_reading(lua_State *L, int lexicon_index) {
    lua_pushvalue(L, lexicon_index);
    ReadingBox *box = lua_newuserdatauv(L, sizeof *box, 1);
    box->reading = NULL;
    luaL_setmetatable(L, READING_TYPE);
    lua_insert(L, -2);
    lua_setiuservalue(L, -2, 1);
    return box;
}

const Reading *binding_check_reading(lua_State *L, int argument) {
    const ReadingBox *box = luaL_checkudata(L, argument, READING_TYPE);
    luaL_argcheck(L, box->reading != NULL, argument, "the reading is closed");
    return box->reading;
}

static int finish_reading(lua_State *L, const ReadingBox *box) {
    return box->reading != NULL ? 1 : luaL_error(L, "not enough memory");
}

int binding_reading(lua_State *L) {
    size_t size;
    const Lexicon *lexicon = binding_check_lexicon(L, 1);
    const char *bytes = luaL_checklstring(L, 2, &size);
    ReadingBox *box = new_reading(L, 1);
    box->reading = reading_of_bytes(lexicon, bytes, size);
    return finish_reading(L, box);
}

int binding_reading_file(lua_State *L) {
    size_t length;
    const Lexicon *lexicon = binding_check_lexicon(L, 1);
    const char *path = binding_check_path(L, 2, &length);
    ReadingBox *box = new_reading(L, 1);
    box->reading = reading_of_file(lexicon, path);
    return finish_reading(L, box);
}

/* reading:error() -> nil | message, code, byte: the byte of the file (from 0) that is to blame, nil where none is. */
static int reading_error(lua_State *L) {
    const Reading *reading = binding_check_reading(L, 1);
    if (reading->document != NULL) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushstring(L, reading->error.reason);
    lua_pushstring(L, reading->code);
    if (reading->error.byte == SIZE_MAX)
        lua_pushnil(L);
    else
        lua_pushinteger(L, (lua_Integer)reading->error.byte);
    return 3;
}

/* reading:size() -> bytes of the file */
static int reading_size(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)binding_check_reading(L, 1)->size);
    return 1;
}

/* reading:modified() -> nanoseconds since 1970 | nil where not known */
static int reading_modified(lua_State *L) {
    const Reading *reading = binding_check_reading(L, 1);
    if (reading->modified == 0)
        lua_pushnil(L);
    else
        lua_pushinteger(L, reading->modified);
    return 1;
}

/* reading:close(): gives its memory back, of which Lua's collector knows nothing. */
static int reading_close(lua_State *L) {
    ReadingBox *box = luaL_checkudata(L, 1, READING_TYPE);
    Reading *reading = box->reading;
    box->reading = NULL;
    if (reading != NULL) reading_free(reading);
    return 0;
}

/* ==} */

/* {== Readers ============================================================== */

/* Pushes a block that holds the list's strings as C strings; the list, argument 2, keeps them. */
static const char **push_paths(lua_State *L, size_t *count) {
    size_t length;
    *count = (size_t)lua_rawlen(L, 2);
    const char **paths = lua_newuserdatauv(L, (*count + 1) * sizeof *paths, 0);
    for (size_t i = 0; i < *count; i++) {
        if (lua_rawgeti(L, 2, (lua_Integer)i + 1) != LUA_TSTRING)
            luaL_error(L, "path %d is a %s where a string is expected", (int)i + 1, luaL_typename(L, -1));
        paths[i] = lua_tolstring(L, -1, &length);
        if (length == 0 || strlen(paths[i]) != length)
            luaL_error(L, "path %d is empty or has a NUL byte in it", (int)i + 1);
        lua_pop(L, 1);
    }
    return paths;
}

int binding_reader(lua_State *L) {
    size_t count;
    const Lexicon *lexicon = binding_check_lexicon(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    ReaderBox *box = lua_newuserdatauv(L, sizeof *box, 1);
    box->reader = NULL;
    luaL_setmetatable(L, READER_TYPE);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, 3, 1);
    const char **paths = push_paths(L, &count);
    box->reader = reader_new(lexicon, paths, count);
    if (box->reader == NULL) return luaL_error(L, "not enough memory");
    lua_settop(L, 3);
    return 1;
}

static int reader_read_next(lua_State *L) {
    const ReaderBox *box = luaL_checkudata(L, 1, READER_TYPE);
    luaL_argcheck(L, box->reader != NULL, 1, "the reader is closed");
    lua_getiuservalue(L, 1, 1);
    ReadingBox *next = new_reading(L, lua_gettop(L));
    if (!reader_next(box->reader, &next->reading)) {
        lua_pushnil(L);
        return 1;
    }
    return finish_reading(L, next);
}

static int reader_close(lua_State *L) {
    ReaderBox *box = luaL_checkudata(L, 1, READER_TYPE);
    Reader *reader = box->reader;
    box->reader = NULL;
    reader_free(reader);
    return 0;
}

/* ==} */

void binding_register_reading(lua_State *L) {
    static const luaL_Reg reading_metamethods[] = {{"__gc", reading_close}, {"__close", reading_close}, {NULL, NULL}};
    static const luaL_Reg reading_methods[] = {{"error", reading_error},
                                               {"size", reading_size},
                                               {"modified", reading_modified},
                                               {"close", reading_close},
                                               {NULL, NULL}};
    static const luaL_Reg reader_metamethods[] = {{"__gc", reader_close}, {"__close", reader_close}, {NULL, NULL}};
    static const luaL_Reg reader_methods[] = {{"next", reader_read_next}, {"close", reader_close}, {NULL, NULL}};
    binding_new_type(L, READING_TYPE, reading_metamethods, reading_methods);
    binding_new_type(L, READER_TYPE, reader_metamethods, reader_methods);
}
