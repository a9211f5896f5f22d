package cometchatapi

import "github.com/chatmock/mockserver/internal/gateway"

var messageOperations []gateway.Op

var clientMessageOperations []gateway.Op
