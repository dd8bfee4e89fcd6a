/*
** An Aho-Corasick automaton over characters.
**
** Characters are first mapped to classes: those that stand in no word share class 0, which always leads back to the root,
** so most of a text costs one table look-up a character. Full-width and half-width, upper and lower case ASCII share a
** class. The edges of the trie are one hash table of (state, class); a missing edge follows the failure links.
*/
#include "lexicon.h"
#include "../text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The planes that hold Chinese characters: 0 to 3. */
#define CLASS_TABLE_SIZE 0x40000u
#define NONE UINT32_MAX

const char *const lexicon_category_names[LEXICON_CATEGORIES] = {
#define LEXICON_CATEGORY(id, name) name,
#include "lexicon_categories.h"
#undef LEXICON_CATEGORY
};

typedef struct State {
    uint32_t failure; /* the state of the longest proper suffix that is a prefix of a word */
    uint32_t word;    /* first word that ends here, NONE */
    uint32_t shorter; /* nearest state down the failure links where a word ends, NONE */
} State;

typedef struct Word {
    LexiconCategory category;
    uint32_t characters;
    const char *value;
    uint32_t next; /* another word with the same characters, NONE */
} Word;

typedef struct Edge {
    uint32_t from, character; /* `from` is NONE in a free slot */
    uint32_t to;
} Edge;

struct Lexicon {
    Arena arena;
    uint16_t *classes; /* by code point */
    uint32_t class_count;
    State *states;
    uint32_t state_count;
    Word *words;
    Edge *edges;
    uint32_t edge_mask;
};

/* Full width and half width, upper and lower case are one. */
static uint32_t fold(uint32_t code) {
    if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;
    return code >= 'A' && code <= 'Z' ? code + 32 : code;
}

static uint32_t class_of(const Lexicon *lexicon, uint32_t code) {
    code = fold(code);
    return code < CLASS_TABLE_SIZE ? lexicon->classes[code] : 0;
}

/* {== Building ============================================================== */

static Edge *slot_of(const Lexicon *lexicon, uint32_t from, uint32_t character) {
    uint32_t at = (from * 2654435761u) ^ (character * 2246822519u);
    at ^= at >> 15;
    for (;; at++) {
        Edge *edge = &lexicon->edges[at & lexicon->edge_mask];
        if (edge->from == NONE || (edge->from == from && edge->character == character)) return edge;
    }
}

static uint32_t step(const Lexicon *lexicon, uint32_t from, uint32_t character) {
    const Edge *edge = slot_of(lexicon, from, character);
    return edge->from == NONE ? NONE : edge->to;
}

/* Counts the characters of a word and gives new ones a class. 0 for a bad word. */
static uint32_t learn_characters(Lexicon *lexicon, const LexiconWord *word) {
    uint32_t count = 0;
    size_t length;
    for (const char *at = word->text, *end = at + word->length; at < end; at += length, count++) {
        const uint32_t code = fold(utf8_next(at, end, &length));
        if (code >= CLASS_TABLE_SIZE || count == LEXICON_WORD_LIMIT) return 0;
        if (!lexicon->classes[code]) lexicon->classes[code] = (uint16_t)++lexicon->class_count;
    }
    return count;
}

static void add_word(Lexicon *lexicon, const LexiconWord *word, uint32_t index) {
    uint32_t state = 0;
    size_t length;
    for (const char *at = word->text, *end = at + word->length; at < end; at += length) {
        const uint32_t character = class_of(lexicon, utf8_next(at, end, &length));
        Edge *edge = slot_of(lexicon, state, character);
        if (edge->from == NONE) {
            *edge = (Edge){state, character, lexicon->state_count};
            lexicon->states[lexicon->state_count++] = (State){0, NONE, NONE};
        }
        state = edge->to;
    }
    lexicon->words[index].next = lexicon->states[state].word;
    lexicon->states[state].word = index;
}

static void link_state(Lexicon *lexicon, const Edge *edge) {
    State *state = &lexicon->states[edge->to];
    uint32_t suffix = edge->from;
    state->failure = 0;
    while (suffix) {
        suffix = lexicon->states[suffix].failure;
        const uint32_t next = step(lexicon, suffix, edge->character);
        if (next != NONE) {
            state->failure = next;
            break;
        }
    }
    const State *failure = &lexicon->states[state->failure];
    state->shorter = failure->word != NONE ? state->failure : failure->shorter;
}

/*
** Failure links need every shorter prefix linked first. `depths` (one per state) tells how deep a state lies; states are
** numbered in the order in which they were made, so a parent always has the lower number.
*/
static bool link_states(Lexicon *lexicon) {
    const size_t count = lexicon->state_count;
    const Edge **edge_to = calloc(count, sizeof *edge_to);
    uint32_t *depths = calloc(count, sizeof *depths);
    if (edge_to && depths) {
        for (uint32_t at = 0; at <= lexicon->edge_mask; at++)
            if (lexicon->edges[at].from != NONE) edge_to[lexicon->edges[at].to] = &lexicon->edges[at];
        for (uint32_t state = 1; state < count; state++) depths[state] = depths[edge_to[state]->from] + 1;
        for (uint32_t depth = 1; depth <= LEXICON_WORD_LIMIT; depth++)
            for (uint32_t state = 1; state < count; state++)
                if (depths[state] == depth) link_state(lexicon, edge_to[state]);
    }
    const bool linked = edge_to && depths;
    free(edge_to);
    free(depths);
    return linked;
}

static bool allocate_automaton(Lexicon *lexicon, size_t characters) {
    uint32_t slots = 64;
    while (slots < characters * 2) slots *= 2;
    lexicon->edge_mask = slots - 1;
    lexicon->edges = arena_take(&lexicon->arena, slots * sizeof *lexicon->edges);
    lexicon->states = arena_take(&lexicon->arena, (characters + 1) * sizeof *lexicon->states);
    if (!lexicon->edges || !lexicon->states) return false;
    for (uint32_t at = 0; at < slots; at++) lexicon->edges[at].from = NONE;
    lexicon->states[0] = (State){0, NONE, NONE};
    lexicon->state_count = 1;
    return true;
}

/* Measures and copies what is known of each word without the automaton. The sum of characters, SIZE_MAX on failure. */
static size_t take_words(Lexicon *lexicon, const LexiconWord *words, size_t count, size_t *bad) {
    size_t characters = 0;
    for (size_t index = 0; index < count; index++) {
        Word *word = &lexicon->words[index];
        word->category = words[index].category;
        word->characters = learn_characters(lexicon, &words[index]);
        if (!word->characters || lexicon->class_count == UINT16_MAX) {
            *bad = index;
            return SIZE_MAX;
        }
        if (words[index].value) {
            word->value = arena_copy(&lexicon->arena, words[index].value, strlen(words[index].value));
            if (!word->value) return SIZE_MAX;
        }
        characters += word->characters;
    }
    return characters;
}

static bool build(Lexicon *lexicon, const LexiconWord *words, size_t count, size_t *bad) {
    lexicon->classes = arena_take_array(&lexicon->arena, CLASS_TABLE_SIZE, sizeof *lexicon->classes);
    lexicon->words = arena_take_array(&lexicon->arena, count + 1, sizeof *lexicon->words);
    if (!lexicon->classes || !lexicon->words) return false;
    const size_t characters = take_words(lexicon, words, count, bad);
    if (characters == SIZE_MAX || !allocate_automaton(lexicon, characters)) return false;
    for (uint32_t index = 0; index < count; index++) add_word(lexicon, &words[index], index);
    return link_states(lexicon);
}

Lexicon *lexicon_new(const LexiconWord *words, size_t count, size_t *bad) {
    *bad = count;
    Lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (!lexicon) return NULL;
    arena_init(&lexicon->arena);
    if (build(lexicon, words, count, bad)) return lexicon;
    lexicon_free(lexicon);
    return NULL;
}

void lexicon_free(Lexicon *lexicon) {
    if (!lexicon) return;
    arena_free(&lexicon->arena);
    free(lexicon);
}

/* ==} */

/* {== Searching ============================================================= */

static uint32_t advance(const Lexicon *lexicon, uint32_t state, uint32_t character) {
    if (!character) return 0;
    for (;;) {
        const uint32_t next = step(lexicon, state, character);
        if (next != NONE) return next;
        if (!state) return 0;
        state = lexicon->states[state].failure;
    }
}

/* Where the last `characters` characters before `end` start: a word may stand wider in the text than in the lexicon. */
static uint32_t step_back(const char *bytes, uint32_t end, uint32_t characters) {
    while (characters--) do
            end--;
        while (((unsigned char)bytes[end] & 0xC0) == 0x80);
    return end;
}

void lexicon_scan(const Lexicon *lexicon, const char *bytes, uint32_t start, uint32_t end, LexiconVisitor *found,
                  void *context) {
    uint32_t state = 0;
    size_t length;
    for (uint32_t at = start; at < end;) {
        state = advance(lexicon, state, class_of(lexicon, utf8_next(bytes + at, bytes + end, &length)));
        at += (uint32_t)length;
        uint32_t ending = lexicon->states[state].word != NONE ? state : lexicon->states[state].shorter;
        for (; ending != NONE; ending = lexicon->states[ending].shorter) {
            for (uint32_t index = lexicon->states[ending].word; index != NONE; index = lexicon->words[index].next) {
                const Word *word = &lexicon->words[index];
                const LexiconMatch match = {step_back(bytes, at, word->characters), at, word->category, word->value};
                if (!found(context, &match)) return;
            }
        }
    }
}

bool lexicon_begins(const Lexicon *lexicon, LexiconCategory category, const char *bytes, uint32_t start, uint32_t end,
                    LexiconMatch *match) {
    bool succeeded = false;
    size_t length;
    for (uint32_t at = start, state = 0; at < end;) {
        state = step(lexicon, state, class_of(lexicon, utf8_next(bytes + at, bytes + end, &length)));
        if (state == NONE) break;
        at += (uint32_t)length;
        for (uint32_t index = lexicon->states[state].word; index != NONE; index = lexicon->words[index].next) {
            if (lexicon->words[index].category != category) continue;
            succeeded = true;
            if (match) *match = (LexiconMatch){start, at, category, lexicon->words[index].value};
        }
    }
    return succeeded;
}

typedef struct Search {
    LexiconCategory category;
    uint32_t end; /* what a match must end with; 0 where it may stand anywhere */
    bool succeeded;
    LexiconMatch match;
} Search;

static bool consider(void *context, const LexiconMatch *match) {
    Search *search = context;
    if (match->category != search->category || (search->end && match->end != search->end)) return true;
    search->match = *match;
    search->succeeded = true;
    return false;
}

static bool run_search(const Lexicon *lexicon, Search search, const char *bytes, uint32_t start, uint32_t end,
                       LexiconMatch *match) {
    lexicon_scan(lexicon, bytes, start, end, consider, &search);
    if (search.succeeded && match) *match = search.match;
    return search.succeeded;
}

/* A word is at most this long in bytes, so no more of a span's end need be read. */
#define WORD_BYTES (LEXICON_WORD_LIMIT * 4u)

bool lexicon_ends(const Lexicon *lexicon, LexiconCategory category, const char *bytes, uint32_t start, uint32_t end,
                  LexiconMatch *match) {
    if (end - start > WORD_BYTES) {
        start = end - WORD_BYTES;
        while (((unsigned char)bytes[start] & 0xC0) == 0x80) start++;
    }
    return run_search(lexicon, (Search){.category = category, .end = end}, bytes, start, end, match);
}

bool lexicon_contains(const Lexicon *lexicon, LexiconCategory category, const char *bytes, uint32_t start, uint32_t end,
                      LexiconMatch *match) {
    return run_search(lexicon, (Search){.category = category}, bytes, start, end, match);
}

/* ==} */
