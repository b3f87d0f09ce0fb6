#ifndef OPSTRACKER_CFUZZER_H
#define OPSTRACKER_CFUZZER_H

#include <stddef.h>
#include <stdint.h>

// libFuzzer's own loop, for programs that have a main already.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif
