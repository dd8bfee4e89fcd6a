#include "binding.h"

#include "../store/match.h"
#include "../store/tokenizer.h"
#include "../text/fold.h"
#include "../text/width.h"

/* {== Tokens =============================================================== */

static void set_integer(lua_State *L, const char *name, size_t value) {
    lua_pushinteger(L, (lua_Integer)value);
    lua_setfield(L, -2, name);
}

/*
** Appends one token to the list on top of the stack. May raise: the walk owns nothing, so it can be left at any moment.
*/
static int append_token(void *context, const Token *token) {
    lua_State *L = context;
    const lua_Unsigned position = lua_rawlen(L, -1) + 1;
    lua_createtable(L, 0, 4);
    lua_pushlstring(L, token->bytes, token->size);
    lua_setfield(L, -2, "token");
    set_integer(L, "start", token->start + 1);
    set_integer(L, "finish", token->end);
    set_integer(L, "position", (size_t)position);
    lua_rawseti(L, -2, (lua_Integer)position);
    return SQLITE_OK;
}

int binding_tokens(lua_State *L) {
    size_t size;
    const char *text = luaL_checklstring(L, 1, &size);
    luaL_checkstack(L, 4, NULL);
    lua_newtable(L);
    tokenizer_walk(text, size, false, append_token, L);
    return 1;
}

/* ==} */

int binding_match(lua_State *L) {
    size_t size, phrase_size;
    MatchPlace place;
    const char *text = luaL_checklstring(L, 1, &size);
    const char *phrase = luaL_checklstring(L, 2, &phrase_size);
    const lua_Integer from = luaL_optinteger(L, 3, 1);
    luaL_argcheck(L, from >= 1, 3, "a byte of the text expected, the first is 1");
    switch (match_find(text, size, phrase, phrase_size, (size_t)from - 1, &place)) {
    case MATCH_FOUND:
        lua_pushinteger(L, (lua_Integer)place.start + 1);
        lua_pushinteger(L, (lua_Integer)place.end);
        return 2;
    case MATCH_NO_MEMORY: return luaL_error(L, "not enough memory");
    default: lua_pushnil(L); return 1;
    }
}

int binding_fold(lua_State *L) {
    size_t size, folded_size;
    const char *at = luaL_checklstring(L, 1, &size);
    const char *end = at + size;
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    while (at < end) {
        at += text_fold_piece(at, end, luaL_prepbuffsize(&buffer, FOLD_BYTES), &folded_size);
        luaL_addsize(&buffer, folded_size);
    }
    luaL_pushresult(&buffer);
    return 1;
}

int binding_width(lua_State *L) {
    size_t size;
    const char *text = luaL_checklstring(L, 1, &size);
    lua_pushinteger(L, (lua_Integer)text_width(text, size));
    return 1;
}
