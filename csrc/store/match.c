#include <stdlib.h>
#include <string.h>

#include "match.h"
#include "tokenizer.h"

typedef struct PhraseToken {
    const char *bytes;
    size_t size;
    size_t
        border; /* how many tokens both begin and end the tokens before this one, as Knuth, Morris and Pratt have it */
    size_t start; /* while searching: where a token of the text started, kept for as many tokens as the phrase has */
} PhraseToken;

/* The phrase with its tokens; one block of memory holds them and, behind them, their bytes. */
typedef struct Phrase {
    PhraseToken *tokens;
    char *bytes;
    size_t count;
    size_t size;
    bool prefix; /* the last token may be the first part of the text's */
} Phrase;

typedef struct Search {
    Phrase *phrase;
    size_t matched; /* tokens of the phrase that the text's last tokens equal */
    size_t seen;    /* tokens of the text so far */
    size_t offset;  /* where the walk began */
    size_t from;
    MatchPlace *place;
} Search;

/* {== The phrase =========================================================== */

static int count_token(void *context, const Token *token) {
    Phrase *phrase = context;
    phrase->count++;
    phrase->size += token->size;
    phrase->prefix = token->lone;
    return SQLITE_OK;
}

static int keep_token(void *context, const Token *token) {
    Phrase *phrase = context;
    PhraseToken *kept = &phrase->tokens[phrase->count++];
    kept->bytes = memcpy(phrase->bytes, token->bytes, token->size);
    kept->size = token->size;
    phrase->bytes += token->size;
    return SQLITE_OK;
}

static bool is_same(const PhraseToken *left, const PhraseToken *right) {
    return left->size == right->size && memcmp(left->bytes, right->bytes, left->size) == 0;
}

static void set_borders(Phrase *phrase) {
    size_t border = 0;
    phrase->tokens[0].border = 0;
    for (size_t i = 1; i < phrase->count; i++) {
        phrase->tokens[i].border = border;
        while (border > 0 && !is_same(&phrase->tokens[i], &phrase->tokens[border]))
            border = phrase->tokens[border].border;
        if (is_same(&phrase->tokens[i], &phrase->tokens[border])) border++;
    }
}

/* Needs a phrase that has tokens. False when memory is out; else to be freed by free(phrase->tokens). */
static bool read_phrase(Phrase *phrase, const char *text, size_t size) {
    phrase->tokens = malloc(phrase->count * sizeof *phrase->tokens + phrase->size);
    if (phrase->tokens == NULL) return false;
    phrase->bytes = (char *)(phrase->tokens + phrase->count);
    phrase->count = 0;
    tokenizer_walk(text, size, true, keep_token, phrase);
    set_borders(phrase);
    return true;
}

/* ==} */

/* {== The search =========================================================== */

/* Whether the text's token can be the phrase's token number `index`. */
static bool fits(const Phrase *phrase, size_t index, const Token *token) {
    const PhraseToken *wanted = &phrase->tokens[index];
    const bool prefix = phrase->prefix && index == phrase->count - 1;
    if (prefix ? token->size < wanted->size : token->size != wanted->size) return false;
    return memcmp(token->bytes, wanted->bytes, wanted->size) == 0;
}

/* Lengthens the match by the token, or shortens it until the token lengthens it. */
static void advance(Search *search, const Token *token) {
    const Phrase *phrase = search->phrase;
    while (search->matched > 0 && !fits(phrase, search->matched, token))
        search->matched = phrase->tokens[search->matched].border;
    if (fits(phrase, search->matched, token)) search->matched++;
}

static int search_token(void *context, const Token *token) {
    Search *search = context;
    Phrase *phrase = search->phrase;
    phrase->tokens[search->seen++ % phrase->count].start = token->start + search->offset;
    advance(search, token);
    if (search->matched < phrase->count) return SQLITE_OK;
    const size_t start = phrase->tokens[search->seen % phrase->count].start;
    if (start >= search->from) {
        search->place->start = start;
        search->place->end = search->offset + (phrase->prefix ? token->first_end : token->end);
        return SQLITE_DONE;
    }
    /* Too early: go on as if the last token had not fitted. */
    search->matched = phrase->tokens[phrase->count - 1].border;
    if (phrase->count > 1) advance(search, token);
    return SQLITE_OK;
}

static size_t restart_before(const char *text, size_t size, size_t from) {
    size_t at = from;
    while (!tokenizer_restarts(text, size, at)) at--;
    return at;
}

MatchResult match_find(const char *text, size_t size, const char *phrase_text, size_t phrase_size, size_t from,
                       MatchPlace *place) {
    Phrase phrase = {0};
    tokenizer_walk(phrase_text, phrase_size, true, count_token, &phrase);
    if (phrase.count == 0 || from >= size) return MATCH_NONE;
    if (!read_phrase(&phrase, phrase_text, phrase_size)) return MATCH_NO_MEMORY;
    Search search = {.phrase = &phrase, .from = from, .place = place};
    search.offset = restart_before(text, size, from);
    const int result = tokenizer_walk(text + search.offset, size - search.offset, false, search_token, &search);
    free(phrase.tokens);
    return result == SQLITE_DONE ? MATCH_FOUND : MATCH_NONE;
}

/* ==} */
