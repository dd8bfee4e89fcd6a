/*
** The terminal as the command and the REPL need it, which plain Lua cannot ask for. All are Lua functions of policy.core.
*/
#ifndef policy_binding_terminal_h
#define policy_binding_terminal_h

#include <lua.h>

#include "../policy.h"

POLICY_BEGIN

/* core.terminal(fd) -> columns | nil: the width of the terminal behind file descriptor 0, 1 or 2; nil when it is none. */
int binding_terminal(lua_State *L);

/* core.clock() -> seconds since some moment in the past, as a float that never goes back. */
int binding_clock(lua_State *L);

/* core.await(fd) -> true when file descriptor 0, 1 or 2 can be read, false when Ctrl-C came first. */
int binding_await(lua_State *L);

/*
** core.interruptible(f, ...) -> true, results | false, error: pcall in which the first Ctrl-C raises "interrupted" at the
** next Lua instruction; a second one while the first is not yet heard ends the process, as Ctrl-C usually does.
*/
int binding_interruptible(lua_State *L);

POLICY_END

#endif
