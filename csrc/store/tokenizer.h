/*
** The tokenizer `policy`: bigrams of CJK characters, whole words of all other scripts, folded by NFKC_Casefold.
**
** A run of CJK characters gives, at each character, that character with its successor; the last one of the run stands
** alone. So every phrase of two characters or more is a sequence of tokens, and a single character is a prefix of one.
** Letters, digits and marks of other scripts make words; everything else separates. Invisible characters count as not
** there. In a query the lone last character is left out where nothing follows it, since the document's run may go on.
**
** Whatever changes the tokens of a text must change TOKENIZER_VERSION: the store then builds its index anew.
*/
#ifndef policy_store_tokenizer_h
#define policy_store_tokenizer_h

#include <sqlite3.h>

#include "../policy.h"

POLICY_BEGIN

#define TOKENIZER_NAME "policy"
#define TOKENIZER_VERSION "1"

/* Bytes of the longest word; longer ones are cut, so that an endless row of marks or letters stays cheap. */
#define TOKENIZER_WORD_LIMIT 256

/* Bytes of one CJK character with its marks; further marks make words. */
#define TOKENIZER_CHARACTER_LIMIT 64

/* One token. Offsets are bytes of the text that was walked, 0-based, the end not included. */
typedef struct Token {
    const char *bytes; /* folded; valid during the call only, may point into the text */
    size_t size;
    size_t start;
    size_t end;
    size_t first_end; /* where the first of a bigram's two characters ends; `end` for all other tokens */
    bool lone;        /* a CJK character on its own */
} Token;

/* Takes one token; anything but SQLITE_OK ends the walk. */
typedef int TokenVisitor(void *context, const Token *token);

/*
** Hands each token of the text to `visit`, as in a query when `query` is set. Returns SQLITE_OK, or what `visit` returned
** when that was something else. Reads no byte beyond `size` and allocates nothing. Linear in `size`.
*/
int tokenizer_walk(const char *text, size_t size, bool query, TokenVisitor *visit, void *context);

/* Whether a walk that starts at offset `at` gives the same tokens from there on as one that starts at 0. */
bool tokenizer_restarts(const char *text, size_t size, size_t at);

/* Makes the tokenizer known to FTS5 on this connection. Returns SQLite's result code; SQLITE_MISUSE without FTS5. */
int tokenizer_register(sqlite3 *connection);

POLICY_END

#endif
