#define _POSIX_C_SOURCE 200809L

/* What these declare lives in other libraries: they come before policy.h, which hides what is declared after it. */
#include <errno.h>
#include <lauxlib.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "terminal.h"

/* A terminal that does not tell its width (a serial line) is taken for the classic one. */
enum { USUAL_COLUMNS = 80 };

/* Signal handlers get no argument of ours: these two are the only way in. They live as long as the call that set them. */
static volatile sig_atomic_t interrupted;
static lua_State *interruptible_state;

static int check_descriptor(lua_State *L) {
    lua_Integer descriptor = luaL_checkinteger(L, 1);
    luaL_argcheck(L, descriptor >= STDIN_FILENO && descriptor <= STDERR_FILENO, 1, "0, 1 or 2 expected");
    return (int)descriptor;
}

int binding_terminal(lua_State *L) {
    int descriptor = check_descriptor(L);
    struct winsize size = {0};
    if (!isatty(descriptor)) {
        lua_pushnil(L);
        return 1;
    }
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) size.ws_col = USUAL_COLUMNS;
    lua_pushinteger(L, size.ws_col);
    return 1;
}

int binding_clock(lua_State *L) {
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    lua_pushnumber(L, (lua_Number)now.tv_sec + (lua_Number)now.tv_nsec / 1e9);
    return 1;
}

static void note_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

/* Other signals (a changed window size) only make it look again. */
static void wait_for_input(int descriptor, const sigset_t *mask) {
    int ready = 0;
    while (ready == 0 && !interrupted) {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(descriptor, &set);
        ready = pselect(descriptor + 1, &set, NULL, NULL, NULL, mask);
        if (ready < 0 && errno == EINTR) ready = 0;
    }
}

/* SIGINT is let through inside pselect only, so that none is lost between looking at the flag and waiting. */
int binding_await(lua_State *L) {
    int descriptor = check_descriptor(L);
    struct sigaction action = {0}, previous;
    sigset_t blocked, before, waiting;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    waiting = before;
    sigdelset(&waiting, SIGINT);
    interrupted = 0;
    action.sa_handler = note_interrupt;
    sigaction(SIGINT, &action, &previous);
    wait_for_input(descriptor, &waiting);
    sigaction(SIGINT, &previous, NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    lua_pushboolean(L, !interrupted);
    return 1;
}

static void raise_interrupted(lua_State *L, lua_Debug *activation) {
    (void)activation;
    lua_sethook(L, NULL, 0, 0);
    lua_pushliteral(L, "interrupted");
    lua_error(L);
}

/* lua_sethook is the one call that the manual allows in a signal handler. */
static void interrupt(int signal_number) {
    (void)signal_number;
    lua_sethook(interruptible_state, raise_interrupted, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

int binding_interruptible(lua_State *L) {
    struct sigaction action = {0}, previous;
    lua_State *outer = interruptible_state;
    lua_Hook hook = lua_gethook(L);
    int mask = lua_gethookmask(L), count = lua_gethookcount(L);
    luaL_checkany(L, 1);
    action.sa_handler = interrupt;
    action.sa_flags = (int)SA_RESETHAND;
    interruptible_state = L;
    sigaction(SIGINT, &action, &previous);
    int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    sigaction(SIGINT, &previous, NULL);
    lua_sethook(L, hook, mask, count);
    interruptible_state = outer;
    luaL_checkstack(L, 1, "too many results");
    lua_pushboolean(L, status == LUA_OK);
    lua_insert(L, 1);
    return lua_gettop(L);
}
