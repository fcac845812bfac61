// SPDX-License-Identifier: GPL-3.0-or-later
// All components at once, for views.
#pragma once

#include "platform/html/casework.hpp"
#include "platform/html/clock.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/page.hpp"
#include "platform/html/parts.hpp"
#include "platform/html/qr_code.hpp"
#include "platform/html/structure.hpp"
