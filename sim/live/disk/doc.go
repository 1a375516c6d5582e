// Package disk keeps runs in files: a folder for each, below runs/ of the data folder.
//
//	runs/<id>/journal.jsonl         the journal
//	runs/<id>/journal.behind.jsonl  the same, when the run went on in memory only
//	runs/<id>/journal.before.jsonl  the same, when it was then started anew
//	runs/<id>/journal.rest-1        what could not be read of a damaged journal
//	runs/<id>/checkpoint            spares a replay; a copy of nothing
//	runs/<id>/saved                 a person has saved the run: it is never pruned
//	server                          what the server knows its sessions by; secret
//	lock                            who has the data folder
//
// # The journal
//
// A line is a JSON object, a space, and a checksum: eight hexadecimal digits of the
// CRC-32C of all JSON so far, so that a line that is changed, lost or moved is known, and
// all before it is good. The first is what the run started from, the others are entries;
// one that cuts off what lay beyond says how many it leaves:
//
//	{"hebb":4,"epoch":1,"deed":{...},"experiment":{"hebb":2,"lab":"oja",...}} 5a1c09e3
//	{"entry":{"unit":2000,"set":{"theta9":"0.01"}}} 9f27d010
//	{"cut":{"keep":0,"epoch":2},"entry":{"unit":900,"set":{"theta9":"0.02"}}} 01a4c7be
//
// The version "hebb" is read first. 1 and 2, which had no checksums, and 3, which had no deed,
// are read, and written anew when their run is opened.
//
// # What can be relied on
//
// An entry is in the file before Append returns, and outlasts the program from then on;
// the machine, as soon as the writer has synced it. A file that replaces another is on the
// disk before it gets its name, and the name before that counts. A line that could not be
// written whole is taken off again, and nothing is ever appended after it.
package disk
