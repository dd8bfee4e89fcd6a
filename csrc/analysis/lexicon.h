/*
** The lexicon: the language's words as data, compiled once, found in one pass.
**
** lua/policy/lexicon.lua holds the words in named categories; the core knows the categories and what they mean to a rule,
** never the words. Compiled, they are one Aho-Corasick automaton over characters, read-only, shared by all threads.
*/
#ifndef policy_analysis_lexicon_h
#define policy_analysis_lexicon_h

#include "../text/arena.h"

POLICY_BEGIN

/* The categories. lexicon_category_names gives the name that each has in Lua. */
typedef enum LexiconCategory {
#define LEXICON_CATEGORY(id, name) LEXICON_##id,
#include "lexicon_categories.h"
#undef LEXICON_CATEGORY
    LEXICON_CATEGORIES
} LexiconCategory;

extern const char *const lexicon_category_names[LEXICON_CATEGORIES];

/* One word as handed in. `value` is what it stands for (鄂政发 → 湖北省人民政府), NULL where the word is all. */
typedef struct LexiconWord {
    LexiconCategory category;
    const char *text;
    size_t length;
    const char *value;
} LexiconWord;

/* One word found: bytes start..end of the text that was searched. */
typedef struct LexiconMatch {
    uint32_t start;
    uint32_t end;
    LexiconCategory category;
    const char *value;
} LexiconMatch;

typedef struct Lexicon Lexicon;

/*
** Compiles `count` words. They are copied. NULL with `*bad` set to the index of a word that is empty, longer than
** LEXICON_WORD_LIMIT characters or not UTF-8; NULL with `*bad` == count when memory is out. Freed by lexicon_free.
** Words are found whatever the width and case of their ASCII letters, digits and signs.
*/
#define LEXICON_WORD_LIMIT 64
Lexicon *lexicon_new(const LexiconWord *words, size_t count, size_t *bad);
void lexicon_free(Lexicon *lexicon);

/*
** Calls `found` for every word in bytes[start, end), in the order of their ends, longer before shorter, until it returns
** false. Linear in the length plus the number of matches.
*/
typedef bool LexiconVisitor(void *context, const LexiconMatch *match);
void lexicon_scan(const Lexicon *lexicon, const char *bytes, uint32_t start, uint32_t end, LexiconVisitor *found,
                  void *context);

/*
** The longest word of `category` with which bytes[start, end) begins or ends, or the first one in it. False when there is
** none; `match` may be NULL.
*/
bool lexicon_begins(const Lexicon *lexicon, LexiconCategory category, const char *bytes, uint32_t start, uint32_t end,
                    LexiconMatch *match);
bool lexicon_ends(const Lexicon *lexicon, LexiconCategory category, const char *bytes, uint32_t start, uint32_t end,
                  LexiconMatch *match);
bool lexicon_contains(const Lexicon *lexicon, LexiconCategory category, const char *bytes, uint32_t start, uint32_t end,
                      LexiconMatch *match);

POLICY_END

#endif
