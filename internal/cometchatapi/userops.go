package cometchatapi

import "github.com/chatmock/mockserver/internal/gateway"

var userOperations []gateway.Op

var clientUserOperations []gateway.Op
