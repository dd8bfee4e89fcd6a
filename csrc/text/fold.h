/*
** Folding: NFKC_Casefold, under which full and half width, case and compatibility forms are one.
**
** Folding goes piece by piece: a piece is one character with all that joins it (marks, invisible characters, the parts of
** a Hangul syllable). Pieces fold independently of each other, so a place in the folded text can be traced to the
** original one. Marks without end are cut into pieces of FOLD_PIECE_LIMIT characters, because ordering them costs the
** square of their number.
*/
#ifndef policy_text_fold_h
#define policy_text_fold_h

#include "../policy.h"

POLICY_BEGIN

/* Characters that a piece has at most; Unicode's stream-safe text has no more than 30 marks in a row either. */
#define FOLD_PIECE_LIMIT 32

/* Characters that one character folds to at most: U+FDFA becomes 18. */
#define FOLD_EXPANSION 18

/* Code points and bytes that a folded piece has at most. */
#define FOLD_CODES (FOLD_PIECE_LIMIT * FOLD_EXPANSION)
#define FOLD_BYTES (FOLD_CODES * 4)

/* Whether the character belongs to the piece of the one before it. */
bool text_joins(uint32_t code);

/*
** Folds the first piece of at..end (at < end) into `folded`, `*size` bytes, and returns how many bytes of the text it
** covers. A byte that begins no valid character is a piece and folds to U+FFFD. An invisible character folds to nothing.
*/
size_t text_fold_piece(const char *at, const char *end, char folded[FOLD_BYTES], size_t *size);

/* The version of Unicode by which text is folded, as "14.0.0". Static. */
const char *text_unicode_version(void);

POLICY_END

#endif
