// Written by go test ./clients/node -update from the server's GET /__admin/openapi.json.
'use strict';

module.exports = {
  cometchat: ['addReaction', 'deleteMessage', 'editMessage', 'joinGroup', 'leaveGroup', 'read', 'removeReaction', 'sendMessage'],
  zim: ['answerCall', 'cancelCall', 'createCommunity', 'enterRoom', 'goOffline', 'goOnline', 'inviteToCall', 'joinGroup', 'leaveGroup', 'leaveRoom', 'read', 'sendMessage'],
};
