#include "statement.h"

/* {== Opening and closing ================================================== */

static StoreBox *get_store(lua_State *L) {
    return luaL_checkudata(L, 1, STORE_TYPE);
}

Store *binding_check_store(lua_State *L) {
    const StoreBox *box = get_store(L);
    if (box->store == NULL) luaL_error(L, "corpus is closed");
    return box->store;
}

int binding_open(lua_State *L) {
    static const char *const names[] = {"rw", "r", NULL};
    static const StoreMode modes[] = {STORE_WRITE, STORE_READ};
    StoreError error;
    size_t length;
    const char *path = binding_check_path(L, 1, &length);
    const StoreMode mode = modes[luaL_checkoption(L, 2, "rw", names)];
    StoreBox *box = lua_newuserdatauv(L, sizeof *box, 0);
    box->store = NULL;
    luaL_setmetatable(L, STORE_TYPE);
    box->store = store_open(path, mode, &error);
    return box->store != NULL ? 1 : binding_fail(L, error.message, error.code);
}

/* store:close(): any number of times. An open transaction is undone. */
static int store_method_close(lua_State *L) {
    StoreBox *box = get_store(L);
    Store *store = box->store;
    box->store = NULL;
    store_close(store);
    return 0;
}

/* store:closed() -> boolean */
static int store_method_closed(lua_State *L) {
    lua_pushboolean(L, get_store(L)->store == NULL);
    return 1;
}

/* store:path() -> as given to core.open */
static int store_method_path(lua_State *L) {
    lua_pushstring(L, store_path(binding_check_store(L)));
    return 1;
}

static int store_method_tostring(lua_State *L) {
    const StoreBox *box = get_store(L);
    lua_pushfstring(L, STORE_TYPE " (%s)", box->store == NULL ? "closed" : store_path(box->store));
    return 1;
}

/* ==} */

/* {== Writing ============================================================== */

/* For `return`: true, or nil, message, code. */
static int answer(lua_State *L, bool done, const StoreError *error) {
    if (!done) return binding_fail(L, error->message, error->code);
    lua_pushboolean(L, true);
    return 1;
}

static Store *check_transaction(lua_State *L) {
    Store *store = binding_check_store(L);
    if (!store_in_transaction(store)) luaL_error(L, "no transaction is open");
    return store;
}

/* store:begin() -> true | nil, message, code. Waits for another writer. */
static int store_method_begin(lua_State *L) {
    StoreError error;
    Store *store = binding_check_store(L);
    if (store_in_transaction(store)) return luaL_error(L, "a transaction is open already");
    return answer(L, store_begin(store, &error), &error);
}

/* store:commit(), store:rollback() -> true | nil, message, code. Either way the transaction is over. */
static int store_method_commit(lua_State *L) {
    StoreError error;
    return answer(L, store_commit(check_transaction(L), &error), &error);
}

static int store_method_rollback(lua_State *L) {
    StoreError error;
    return answer(L, store_rollback(check_transaction(L), &error), &error);
}

/*
** store:write(reading, file, again) -> id | nil, message, code. Within a transaction, which a failure spoils. With `again`
** the file's time is not kept, so that the next import looks at it again.
*/
static int store_method_write(lua_State *L) {
    StoreError error;
    int64_t id;
    Store *store = check_transaction(L);
    const Reading *reading = binding_check_reading(L, 2);
    luaL_argcheck(L, reading->document != NULL, 2, "the file was refused, there is nothing to write");
    StoreSource source = {.size = reading->size, .modified = lua_toboolean(L, 4) ? 0 : reading->modified};
    source.file = binding_check_path(L, 3, &source.file_length);
    if (!store_write(store, reading->document, &source, &id, &error)) return binding_fail(L, error.message, error.code);
    lua_pushinteger(L, id);
    return 1;
}

/* store:remove(id) -> true | nil, message, code ("ENOENT": there is no such document) */
static int store_method_remove(lua_State *L) {
    StoreError error;
    Store *store = binding_check_store(L);
    return answer(L, store_remove(store, luaL_checkinteger(L, 2), &error), &error);
}

/* store:changes() -> a number that differs whenever anything was committed, by this or any other connection */
static int store_method_changes(lua_State *L) {
    StoreError error;
    int64_t changes;
    if (!store_changes(binding_check_store(L), &changes, &error)) return binding_fail(L, error.message, error.code);
    lua_pushinteger(L, changes);
    return 1;
}

/* store:check() -> true | nil, message, code: whether structure, references and index are sound */
static int store_method_check(lua_State *L) {
    StoreError error;
    return answer(L, store_check(binding_check_store(L), &error), &error);
}

/* ==} */

void binding_register_store(lua_State *L) {
    static const luaL_Reg metamethods[] = {{"__gc", store_method_close},
                                           {"__close", store_method_close},
                                           {"__tostring", store_method_tostring},
                                           {NULL, NULL}};
    static const luaL_Reg methods[] = {{"close", store_method_close},
                                       {"closed", store_method_closed},
                                       {"path", store_method_path},
                                       {"begin", store_method_begin},
                                       {"commit", store_method_commit},
                                       {"rollback", store_method_rollback},
                                       {"write", store_method_write},
                                       {"remove", store_method_remove},
                                       {"known", binding_known},
                                       {"rows", binding_rows},
                                       {"records", binding_records},
                                       {"column", binding_column},
                                       {"value", binding_value},
                                       {"query", binding_query},
                                       {"changes", store_method_changes},
                                       {"check", store_method_check},
                                       {NULL, NULL}};
    binding_new_type(L, STORE_TYPE, metamethods, methods);
    binding_register_statement(L);
}
