/*
** Statements as the binding holds them: in a userdata, so that an error at any moment resets them.
*/
#ifndef policy_binding_statement_h
#define policy_binding_statement_h

#include "binding.h"

POLICY_BEGIN

/* The handle of a store. */
typedef struct StoreBox {
    Store *store; /* NULL when closed */
} StoreBox;

/*
** The methods that read: each takes the store's userdata, SQL and a list of values for its parameters (integers, floats,
** strings, booleans as 0 and 1). Columns that are NULL are absent fields.
**
** store:rows(sql, parameters, metatable) -> list of rows as tables by column, each with the metatable where one is given
** store:column(sql, parameters) -> ids: #ids, ids[i], the first column of each row as integers, 8 bytes each
** store:value(sql, parameters) -> the first column of the first row | nil
** store:query(sql, parameters) -> iterator over rows, four values for a generic `for`. Raises where the others fail.
**     The last of them, which closes the iterator, has a method: statement:columns() -> names of its columns, in order.
*/
int binding_rows(lua_State *L);

/*
** store:records(sql, parameters, metatable) -> iterator for a generic `for`: 1, record; 2, record; … The statement gives
** rows in the order of its first column, an id, and only those whose id is greater than its last parameter, for which the
** list holds any integer. It needs no closing: an iterator that is left holds the corpus as it was until it is collected,
** or until this program writes, whereupon one that is still used goes on behind the id that it gave last.
*/
int binding_records(lua_State *L);
int binding_column(lua_State *L);
int binding_value(lua_State *L);
int binding_query(lua_State *L);

/* store:known(file) -> id, size, modified | nil */
int binding_known(lua_State *L);

/* The open store that argument 1 is; raises when it is closed. */
Store *binding_check_store(lua_State *L);

void binding_register_statement(lua_State *L);

POLICY_END

#endif
