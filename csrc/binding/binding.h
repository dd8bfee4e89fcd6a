/*
** The binding: policy.core, the private C module that the Lua files stand on. One file a receiver; this is what they share.
**
** Rules: a handle is a userdata, zeroed and with its metatable before anything is opened into it, and none of it is held by
** a bare C pointer across a call that can raise. Misuse raises; what can happen to a correct program gives nil, a
** message and a symbolic code.
*/
#ifndef policy_binding_binding_h
#define policy_binding_binding_h

#include <lua.h>

#include <lauxlib.h>

#include "../analysis/reader.h"
#include "../store/store.h"

POLICY_BEGIN

/* Names of the metatables, which users see in error messages. */
#define LEXICON_TYPE "policy lexicon"
#define READER_TYPE "policy reader"
#define READING_TYPE "policy reading"
#define STORE_TYPE "policy store"
#define STATEMENT_TYPE "policy statement"
#define IDS_TYPE "policy ids"

/*
** Makes the metatable `name`: `metamethods` in it, `methods` (NULL for none) in a table of their own as its __index.
** Scripts cannot get at it. Stack: unchanged.
*/
void binding_new_type(lua_State *L, const char *name, const luaL_Reg *metamethods, const luaL_Reg *methods);

/* Pushes nil, message and code; gives 3, for `return`. */
int binding_fail(lua_State *L, const char *message, const char *code);

/* A string argument that names a file: not empty, no NUL byte in it. */
const char *binding_check_path(lua_State *L, int argument, size_t *length);

/* "ENOENT" for ENOENT, and so on; "EIO" for what has no name here. */
const char *binding_system_code(int number);

/* {== Receivers ============================================================ */

void binding_register_lexicon(lua_State *L);
void binding_register_reading(lua_State *L);
void binding_register_store(lua_State *L);

/* core.lexicon(words) -> lexicon. `words`: category -> list of words, or word -> what it stands for. */
int binding_lexicon(lua_State *L);

/* The lexicon that argument `argument` is. */
const Lexicon *binding_check_lexicon(lua_State *L, int argument);

/* core.reader(lexicon, paths) -> reader. reader:next() -> reading | nil after the last. reader:close() */
int binding_reader(lua_State *L);

/* core.reading(lexicon, bytes) -> reading; core.reading_file(lexicon, path) -> reading. Memory running out raises. */
int binding_reading(lua_State *L);
int binding_reading_file(lua_State *L);

/* The reading that argument `argument` is; raises when it was closed. */
const Reading *binding_check_reading(lua_State *L, int argument);

/* core.open(path, mode) -> store | nil, message, code. Its methods are told in store.c. */
int binding_open(lua_State *L);

/* ==} */

/* {== Functions (text.c, file.c) =========================================== */

/* core.tokens(text) -> list of {token, start, finish, position}: bytes, 1-based, `finish` included. */
int binding_tokens(lua_State *L);

/* core.match(text, query, init) -> start, finish | nil: the first place at or after byte `init` (1 when left out). */
int binding_match(lua_State *L);

/* core.fold(text) -> its NFKC_Casefold; a byte that begins no character becomes U+FFFD. core.width(text) -> columns. */
int binding_fold(lua_State *L);
int binding_width(lua_State *L);

/* core.stat(path) -> size, modified (ns since 1970), "file" | "directory" | "other"; or nil, message, code. */
int binding_stat(lua_State *L);

/* ==} */

POLICY_END

#endif
