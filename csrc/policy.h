/*
** What every room of the core shares: the version, and hidden symbols.
**
** LuaRocks' builtin build passes no compiler flags, so visibility is set here and not in the Makefile: of the whole core
** only luaopen_policy_core can be seen from outside. Every C file includes this header first, and every header of ours
** declares its functions and data between POLICY_BEGIN and POLICY_END, behind its #include lines: what it takes in from
** outside keeps the visibility that it has there.
*/
#ifndef policy_h
#define policy_h

/* The one version string: Lua reads it as policy.version, a spec holds it against the rockspec's. */
#define POLICY_VERSION "0.1"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define POLICY_BEGIN _Pragma("GCC visibility push(hidden)")
#define POLICY_END _Pragma("GCC visibility pop")
#else
#define POLICY_BEGIN
#define POLICY_END
#endif

#endif
