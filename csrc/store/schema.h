/*
** The schema: tables named as the record types, and the steps that lead from each version to the next.
*/
#ifndef policy_store_schema_h
#define policy_store_schema_h

#include <sqlite3.h>

#include "../policy.h"

POLICY_BEGIN

/* "plcy": tells a corpus from any other SQLite file. */
#define SCHEMA_APPLICATION_ID 0x706C6379

/* The version that this program writes: how many steps there are. */
int schema_version(void);

/* Takes the steps from `version` on. Needs an open transaction. Returns SQLite's result code. */
int schema_migrate(sqlite3 *connection, int version);

POLICY_END

#endif
