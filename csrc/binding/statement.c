#include "statement.h"

#include <stdlib.h>
#include <string.h>

/*
** User values: 1 the store, which it keeps alive; 2 the list of its columns' names, of an iterator only.
** A store that was closed meanwhile has left the statement to us: it is then finalized instead of given back.
*/
typedef struct StatementBox {
    sqlite3_stmt *statement; /* NULL when there is none or it has ended */
    bool stepped;            /* by an iterator: it is then busy, unless a write made it give up its view of the file */
    int64_t last;            /* of an iterator over records: the id that was given last */
    lua_Integer given;       /* of the same: how many records were given */
} StatementBox;

enum { STORE_VALUE = 1, NAMES_VALUE = 2 };

/* {== The box ============================================================== */

/* Stack: pushes the box, which is closed when the C function that called this ends or fails, if `scoped`. */
static StatementBox *new_statement(lua_State *L, bool scoped) {
    StatementBox *box = lua_newuserdatauv(L, sizeof *box, 2);
    *box = (StatementBox){0};
    luaL_setmetatable(L, STATEMENT_TYPE);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, STORE_VALUE);
    if (scoped) lua_toclose(L, -1);
    return box;
}

/* The store of the statement at `index`; NULL when it is closed. */
static Store *store_of(lua_State *L, int index) {
    lua_getiuservalue(L, index, STORE_VALUE);
    const StoreBox *box = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return box == NULL ? NULL : box->store;
}

static void release(lua_State *L, int index, StatementBox *box) {
    sqlite3_stmt *statement = box->statement;
    Store *store = store_of(L, index);
    box->statement = NULL;
    if (store != NULL)
        store_release(store, statement);
    else
        sqlite3_finalize(statement);
}

static int statement_close(lua_State *L) {
    release(L, 1, luaL_checkudata(L, 1, STATEMENT_TYPE));
    return 0;
}

/* ==} */

/* {== Parameters =========================================================== */

/* Binds the value on top of the stack. Strings are copied: what a list holds can change while a query runs. */
static int bind_value(lua_State *L, sqlite3_stmt *statement, int number) {
    size_t length;
    switch (lua_type(L, -1)) {
    case LUA_TNUMBER:
        if (lua_isinteger(L, -1)) return sqlite3_bind_int64(statement, number, lua_tointeger(L, -1));
        return sqlite3_bind_double(statement, number, lua_tonumber(L, -1));
    case LUA_TBOOLEAN: return sqlite3_bind_int(statement, number, lua_toboolean(L, -1));
    case LUA_TSTRING: {
        const char *text = lua_tolstring(L, -1, &length);
        return sqlite3_bind_text64(statement, number, text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    default:
        return luaL_error(L, "parameter %d is a %s where a number, string or boolean is expected", number,
                          luaL_typename(L, -1));
    }
}

/* Binds the list that argument 3 is, or nothing where it is nil. */
static bool bind_all(lua_State *L, Store *store, sqlite3_stmt *statement, StoreError *error) {
    const int wanted = sqlite3_bind_parameter_count(statement);
    const lua_Unsigned given = lua_istable(L, 3) ? lua_rawlen(L, 3) : 0;
    int result = SQLITE_OK;
    if (given != (lua_Unsigned)wanted)
        luaL_error(L, "the statement has %d parameters, and %I values are given", wanted, (LUAI_UACINT)given);
    for (int i = 1; i <= wanted && result == SQLITE_OK; i++) {
        lua_rawgeti(L, 3, i);
        result = bind_value(L, statement, i);
        lua_pop(L, 1);
    }
    if (result != SQLITE_OK) store_fail(store, result, error);
    return result == SQLITE_OK;
}

/* Arguments 2 and 3 become a statement in the box, ready to be stepped. */
static bool prepare(lua_State *L, Store *store, StatementBox *box, StoreError *error) {
    size_t length;
    const char *sql = lua_tolstring(L, 2, &length);
    box->statement = store_prepare(store, sql, length, error);
    return box->statement != NULL && bind_all(L, store, box->statement, error);
}

/* Store, SQL and parameters, and no more than `count` arguments. */
static Store *check_arguments(lua_State *L, int count) {
    Store *store = binding_check_store(L);
    luaL_checkstring(L, 2);
    if (!lua_isnoneornil(L, 3)) luaL_checktype(L, 3, LUA_TTABLE);
    lua_settop(L, count);
    return store;
}

/* ==} */

/* {== Rows ================================================================= */

/*
** Pushes a column's value. SQLite calls such a value unprotected: it must not be shared between threads, and no store is.
** Taking it once spares a call that locks and looks for errors for each thing that is asked of the column.
*/
static void push_value(lua_State *L, sqlite3_value *value, int type) {
    switch (type) {
    case SQLITE_INTEGER: lua_pushinteger(L, sqlite3_value_int64(value)); break;
    case SQLITE_FLOAT: lua_pushnumber(L, sqlite3_value_double(value)); break;
    case SQLITE_NULL: lua_pushnil(L); break;
    default: {
        /* Asked for as a blob, a text is not copied to get a NUL. The length comes after the pointer, as SQLite wants. */
        const char *bytes = sqlite3_value_blob(value);
        const int size = sqlite3_value_bytes(value);
        lua_pushlstring(L, bytes == NULL ? "" : bytes, (size_t)size);
    }
    }
}

static void push_column(lua_State *L, sqlite3_stmt *statement, int column) {
    sqlite3_value *value = sqlite3_column_value(statement, column);
    push_value(L, value, sqlite3_value_type(value));
}

/* From one column's name to the next: up the stack, or down the pseudo-indexes of upvalues. */
enum { STACKED = 1, UPVALUES = -1 };

/*
** Pushes the current row; its columns' names stand from index `first_name` on, `next` apart. A finalizer that runs while Lua
** allocates can end an iterator from outside; then the row is given up.
*/
static void push_row(lua_State *L, const StatementBox *box, int columns, int first_name, int next) {
    lua_createtable(L, 0, columns);
    for (int i = 0; i < columns; i++) {
        if (box->statement == NULL) luaL_error(L, "the query was ended while it ran");
        sqlite3_value *value = sqlite3_column_value(box->statement, i);
        const int type = sqlite3_value_type(value);
        if (type == SQLITE_NULL) continue;
        lua_pushvalue(L, first_name + i * next);
        push_value(L, value, type);
        lua_rawset(L, -3);
    }
}

static int push_names(lua_State *L, sqlite3_stmt *statement) {
    const int columns = sqlite3_column_count(statement);
    luaL_checkstack(L, columns + 8, "too many columns");
    for (int i = 0; i < columns; i++) lua_pushstring(L, sqlite3_column_name(statement, i));
    return columns;
}

static Store *still_open(lua_State *L) {
    const StoreBox *box = lua_touserdata(L, 1);
    if (box->store == NULL) luaL_error(L, "corpus is closed");
    return box->store;
}

/* Pushes the list of all rows; the box is at index 5. False with `error` filled when it fails. */
static bool push_rows(lua_State *L, const StatementBox *box, StoreError *error) {
    const int columns = push_names(L, box->statement);
    const bool typed = lua_istable(L, 4);
    StoreStep step;
    lua_newtable(L);
    for (lua_Integer i = 1; (step = store_step(still_open(L), box->statement, error)) == STORE_ROW; i++) {
        push_row(L, box, columns, 6, STACKED);
        if (typed) {
            lua_pushvalue(L, 4);
            lua_setmetatable(L, -2);
        }
        lua_rawseti(L, -2, i);
    }
    return step == STORE_DONE;
}

int binding_rows(lua_State *L) {
    StoreError error;
    if (!lua_isnoneornil(L, 4)) luaL_checktype(L, 4, LUA_TTABLE);
    Store *store = check_arguments(L, 4);
    StatementBox *box = new_statement(L, true);
    if (prepare(L, store, box, &error) && push_rows(L, box, &error)) return 1;
    return binding_fail(L, error.message, error.code);
}

/* ==} */

/* {== Values and columns =================================================== */

int binding_value(lua_State *L) {
    StoreError error;
    Store *store = check_arguments(L, 3);
    StatementBox *box = new_statement(L, true);
    if (!prepare(L, store, box, &error)) return binding_fail(L, error.message, error.code);
    switch (store_step(store, box->statement, &error)) {
    case STORE_ROW: push_column(L, box->statement, 0); return 1;
    case STORE_DONE: lua_pushnil(L); return 1;
    default: return binding_fail(L, error.message, error.code);
    }
}

int binding_known(lua_State *L) {
    static const char sql[] = "SELECT id, size, modified FROM document WHERE file = ?1";
    StoreError error;
    Store *store = binding_check_store(L);
    size_t length;
    const char *file = luaL_checklstring(L, 2, &length);
    lua_settop(L, 2);
    StatementBox *box = new_statement(L, true);
    box->statement = store_prepare(store, sql, sizeof sql - 1, &error);
    if (box->statement == NULL) return binding_fail(L, error.message, error.code);
    const int result = sqlite3_bind_text64(box->statement, 1, file, length, SQLITE_STATIC, SQLITE_UTF8);
    if (result != SQLITE_OK) store_fail(store, result, &error);
    switch (result == SQLITE_OK ? store_step(store, box->statement, &error) : STORE_FAILED) {
    case STORE_ROW:
        for (int i = 0; i < 3; i++) push_column(L, box->statement, i);
        return 3;
    case STORE_DONE: lua_pushnil(L); return 1;
    default: return binding_fail(L, error.message, error.code);
    }
}

typedef struct Ids {
    int64_t *values;
    size_t count;
} Ids;

int binding_column(lua_State *L) {
    StoreError error;
    Store *store = check_arguments(L, 3);
    StatementBox *box = new_statement(L, true);
    Ids *ids = lua_newuserdatauv(L, sizeof *ids, 0);
    *ids = (Ids){0};
    luaL_setmetatable(L, IDS_TYPE);
    if (prepare(L, store, box, &error) && store_column(store, box->statement, &ids->values, &ids->count, &error))
        return 1;
    return binding_fail(L, error.message, error.code);
}

static int ids_index(lua_State *L) {
    const Ids *ids = luaL_checkudata(L, 1, IDS_TYPE);
    const lua_Integer i = lua_isinteger(L, 2) ? lua_tointeger(L, 2) : 0;
    if (i >= 1 && (lua_Unsigned)i <= ids->count)
        lua_pushinteger(L, ids->values[i - 1]);
    else
        lua_pushnil(L);
    return 1;
}

static int ids_length(lua_State *L) {
    const Ids *ids = luaL_checkudata(L, 1, IDS_TYPE);
    lua_pushinteger(L, (lua_Integer)ids->count);
    return 1;
}

static int ids_collect(lua_State *L) {
    Ids *ids = luaL_checkudata(L, 1, IDS_TYPE);
    free(ids->values);
    *ids = (Ids){0};
    return 0;
}

/* ==} */

/* {== Iterators ============================================================ */

/* Pushes the names of the statement's columns that the list on top of the stack holds. */
static int push_kept_names(lua_State *L, const StatementBox *box) {
    const int columns = sqlite3_column_count(box->statement);
    luaL_checkstack(L, columns + 8, "too many columns");
    const int names = lua_gettop(L);
    for (int i = 1; i <= columns; i++) lua_rawgeti(L, names, i);
    return columns;
}

/* The iterator, with the box as its upvalue. */
static int next_row(lua_State *L) {
    StoreError error;
    const int index = lua_upvalueindex(1);
    StatementBox *box = lua_touserdata(L, index);
    if (box->statement == NULL) return 0;
    Store *store = store_of(L, index);
    if (store == NULL) return luaL_error(L, "corpus is closed");
    if (box->stepped && !sqlite3_stmt_busy(box->statement))
        return luaL_error(L, "the query was ended by a write to the corpus; run it again");
    const StoreStep step = store_step(store, box->statement, &error);
    box->stepped = true;
    if (step == STORE_ROW) {
        lua_settop(L, 0);
        lua_getiuservalue(L, index, NAMES_VALUE);
        push_row(L, box, push_kept_names(L, box), 2, STACKED);
        return 1;
    }
    release(L, index, box);
    return step == STORE_DONE ? 0 : luaL_error(L, "%s", error.message);
}

static void keep_names(lua_State *L, int index, sqlite3_stmt *statement) {
    const int columns = sqlite3_column_count(statement);
    lua_createtable(L, columns, 0);
    for (int i = 0; i < columns; i++) {
        lua_pushstring(L, sqlite3_column_name(statement, i));
        lua_rawseti(L, -2, i + 1);
    }
    lua_setiuservalue(L, index, NAMES_VALUE);
}

/* The message stands without a place: the Lua function that called this knows better whose mistake it was. */
static int raise(lua_State *L, const StoreError *error) {
    lua_pushstring(L, error->message);
    return lua_error(L);
}

/* The names of an iterator's columns, in order: a row, which is a table, does not tell it. Not to be written to. */
static int statement_columns(lua_State *L) {
    luaL_checkudata(L, 1, STATEMENT_TYPE);
    lua_getiuservalue(L, 1, NAMES_VALUE);
    return 1;
}

int binding_query(lua_State *L) {
    StoreError error;
    Store *store = check_arguments(L, 3);
    StatementBox *box = new_statement(L, false);
    if (!prepare(L, store, box, &error)) return raise(L, &error);
    keep_names(L, 4, box->statement);
    lua_pushvalue(L, 4);
    lua_pushcclosure(L, next_row, 1);
    lua_pushnil(L);
    lua_pushnil(L);
    lua_pushvalue(L, 4);
    return 4;
}

/* ==} */

/* {== Records ============================================================== */

/* Upvalues of the iterator: the box, the records' metatable, the columns' names. */
enum { BOX_UPVALUE = 1, METATABLE_UPVALUE, FIRST_NAME_UPVALUE };
enum { RECORD_COLUMNS = 100 };

/* Pushes the current row as a record; the first column is its id. */
static void push_record(lua_State *L, StatementBox *box) {
    const int columns = sqlite3_column_count(box->statement);
    box->last = sqlite3_column_int64(box->statement, 0);
    push_row(L, box, columns, lua_upvalueindex(FIRST_NAME_UPVALUE), UPVALUES);
    lua_pushvalue(L, lua_upvalueindex(METATABLE_UPVALUE));
    lua_setmetatable(L, -2);
}

/* One step; the statement begins, and after a write begins again, behind the id that was given last. */
static StoreStep step_record(Store *store, StatementBox *box, StoreError *error) {
    if (!sqlite3_stmt_busy(box->statement)) {
        const int number = sqlite3_bind_parameter_count(box->statement);
        const int result = sqlite3_bind_int64(box->statement, number, box->last);
        if (result != SQLITE_OK) {
            store_fail(store, result, error);
            return STORE_FAILED;
        }
    }
    return store_step(store, box->statement, error);
}

static int next_record(lua_State *L) {
    StoreError error;
    const int index = lua_upvalueindex(BOX_UPVALUE);
    StatementBox *box = lua_touserdata(L, index);
    if (box->statement == NULL) return 0;
    Store *store = store_of(L, index);
    if (store == NULL) return luaL_error(L, "corpus is closed");
    const StoreStep step = step_record(store, box, &error);
    if (step == STORE_ROW) {
        lua_pushinteger(L, ++box->given);
        push_record(L, box);
        return 2;
    }
    release(L, index, box);
    return step == STORE_DONE ? 0 : luaL_error(L, "%s", error.message);
}

int binding_records(lua_State *L) {
    StoreError error;
    luaL_checktype(L, 4, LUA_TTABLE);
    Store *store = check_arguments(L, 4);
    StatementBox *box = new_statement(L, false);
    box->last = INT64_MIN;
    if (!prepare(L, store, box, &error)) return raise(L, &error);
    if (sqlite3_column_count(box->statement) > RECORD_COLUMNS) return luaL_error(L, "too many columns");
    lua_pushvalue(L, 4);
    lua_pushcclosure(L, next_record, 2 + push_names(L, box->statement));
    return 1;
}

/* ==} */

void binding_register_statement(lua_State *L) {
    static const luaL_Reg statement_metamethods[] = {
        {"__gc", statement_close}, {"__close", statement_close}, {NULL, NULL}};
    static const luaL_Reg ids_metamethods[] = {
        {"__index", ids_index}, {"__len", ids_length}, {"__gc", ids_collect}, {NULL, NULL}};
    static const luaL_Reg statement_methods[] = {{"columns", statement_columns}, {NULL, NULL}};
    binding_new_type(L, STATEMENT_TYPE, statement_metamethods, statement_methods);
    binding_new_type(L, IDS_TYPE, ids_metamethods, NULL);
}
