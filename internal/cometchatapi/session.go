package cometchatapi

import "github.com/chatmock/mockserver/internal/gateway"

var clientSessionOperations []gateway.Op
