#ifndef OPSTRACKER_CPOSTGRES_H
#define OPSTRACKER_CPOSTGRES_H

#include <libpq-fe.h>

#endif
