#include "arena.h"

#include <stdlib.h>
#include <string.h>

/* Blocks grow with the arena, so that a large document costs few of them and a small one little. */
#define FIRST_BLOCK ((size_t)16 * 1024)
#define LARGEST_BLOCK ((size_t)1024 * 1024)

struct ArenaBlock {
    ArenaBlock *older;
    size_t size; /* bytes in `memory` */
    max_align_t memory[];
};

void arena_init(Arena *arena) {
    *arena = (Arena){0};
}

void arena_free(Arena *arena) {
    for (ArenaBlock *block = arena->newest; block;) {
        ArenaBlock *older = block->older;
        free(block);
        block = older;
    }
    arena_init(arena);
}

static bool add_block(Arena *arena, size_t size) {
    size_t room = arena->total < FIRST_BLOCK ? FIRST_BLOCK : arena->total;
    if (room > LARGEST_BLOCK) room = LARGEST_BLOCK;
    if (room < size) room = size;
    if (room > SIZE_MAX - sizeof(ArenaBlock)) return false;
    ArenaBlock *block = malloc(sizeof *block + room);
    if (!block) return false;
    block->older = arena->newest;
    block->size = room;
    arena->newest = block;
    arena->used = 0;
    arena->total += room;
    return true;
}

void *arena_take(Arena *arena, size_t size) {
    const size_t unit = sizeof(max_align_t);
    if (arena->failed) return NULL;
    if (size > SIZE_MAX - unit) {
        arena->failed = true;
        return NULL;
    }
    size = (size + unit - 1) / unit * unit;
    if (!arena->newest || arena->newest->size - arena->used < size) {
        if (!add_block(arena, size)) {
            arena->failed = true;
            return NULL;
        }
    }
    void *piece = (char *)arena->newest->memory + arena->used;
    arena->used += size;
    return piece;
}

void *arena_take_array(Arena *arena, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    void *array = arena_take(arena, count * size);
    return array ? memset(array, 0, count * size) : NULL;
}

char *arena_copy(Arena *arena, const char *bytes, size_t length) {
    char *copy = length < SIZE_MAX ? arena_take(arena, length + 1) : NULL;
    if (!copy) return NULL;
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

void *arena_grow(Arena *arena, void *array, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) return array;
    const size_t wanted = *capacity ? *capacity * 2 : 16;
    if (wanted < *capacity || wanted > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    void *larger = arena_take(arena, wanted * size);
    if (!larger) return NULL;
    if (count) memcpy(larger, array, count * size);
    *capacity = wanted;
    return larger;
}
