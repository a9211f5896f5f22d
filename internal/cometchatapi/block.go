package cometchatapi

import "github.com/chatmock/mockserver/internal/gateway"

var clientBlockedOperations []gateway.Op
