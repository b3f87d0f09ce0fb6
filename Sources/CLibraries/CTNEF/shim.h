#ifndef OPSTRACKER_CTNEF_H
#define OPSTRACKER_CTNEF_H

#include <stdio.h>
#include <ytnef.h>

#endif
