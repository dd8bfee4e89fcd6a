/*
** Arena: memory that is taken piece by piece and given back at once.
**
** A document's text, lines, paragraphs and sections live in one arena, so there is one thing to free and none to forget.
** Failure is sticky: once an allocation has failed, `failed` stays set and every further one returns NULL, so that a
** stage may allocate several times and look once.
*/
#ifndef policy_text_arena_h
#define policy_text_arena_h

#include "../policy.h"

POLICY_BEGIN

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
    ArenaBlock *newest; /* the block that allocations come from; NULL in an empty arena */
    size_t used;        /* bytes of `newest` that are taken */
    size_t total;       /* bytes of all blocks: what the arena costs */
    bool failed;        /* an allocation has failed since arena_init */
} Arena;

/* Makes an empty arena. Allocates nothing. */
void arena_init(Arena *arena);

/* Frees everything taken from the arena and leaves it empty. May be called any number of times. */
void arena_free(Arena *arena);

/* Takes `size` bytes, aligned for any type, not cleared. NULL when memory is out or was out before. */
void *arena_take(Arena *arena, size_t size);

/* Takes `count` times `size` bytes, cleared. NULL also when the product overflows. */
void *arena_take_array(Arena *arena, size_t count, size_t size);

/* Copies `length` bytes and ends them with a NUL. */
char *arena_copy(Arena *arena, const char *bytes, size_t length);

/*
** Makes room for one more element in an array of `*capacity` elements of `size` bytes, of which `count` are used: returns
** `array`, or a larger copy of it. The old one stays in the arena, so that doubling costs at most as much again.
*/
void *arena_grow(Arena *arena, void *array, size_t count, size_t *capacity, size_t size);

POLICY_END

#endif
