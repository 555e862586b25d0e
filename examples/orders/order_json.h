// An order as JSON: read strictly from a client, written for all clients alike.
#pragma once

#include "examples/orders/bugs.h"
#include "examples/orders/order.h"
#include "gate/base/json.h"
#include "gate/base/result.h"

namespace orders {

// The order that a client asks for, without id and time.  The message of the
// Error is meant for the client and names the wrong member.
gate::Result<Order> read_order(const gate::Json& document);

gate::Json write_order(const Order& order, Bug bug);

}  // namespace orders
