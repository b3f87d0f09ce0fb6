#ifndef OPSTRACKER_CICAL_H
#define OPSTRACKER_CICAL_H

#include <libical/ical.h>

#endif
