"""Amazon Cognito: signing people in, and the user pool for administrators."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from chalicelib.accounts.ports import Invited, User
from chalicelib.auth.model import SignInStep, Tokens
from chalicelib.shared.errors import (
    AppError,
    Conflict,
    InvalidInput,
    TooManyRequests,
    Unauthenticated,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

WRONG = "The e-mail or the password is wrong."

FACTOR: Final = "SOFTWARE_TOKEN_MFA"
STEPS: Mapping[str, tuple[str, str]] = {
    "NEW_PASSWORD_REQUIRED": (
        "new_password_required",
        "This password was a temporary one. Choose one of your own.",
    ),
    "SOFTWARE_TOKEN_MFA": (
        "second_factor_required",
        "Type the code that your authenticator app shows.",
    ),
}
_OTHER_STEP = ("sign_in_step", "The user pool asks for a step that this page cannot take.")

# https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
# One answer for all that a stranger could learn an address from.
_REFUSED = frozenset(
    {
        "NotAuthorizedException",
        "UserNotFoundException",
        "UserNotConfirmedException",
        "InvalidParameterException",
        "UnauthorizedException",
        "UnsupportedTokenTypeException",
    }
)
_WRONG_CODE = frozenset(
    {"CodeMismatchException", "ExpiredCodeException", "EnableSoftwareTokenMFAException"}
)
_BUSY = frozenset({"TooManyRequestsException", "LimitExceededException"})


@contextmanager
def _told(refused: AppError) -> Iterator[None]:
    """Turn the pool's refusals into ours; what we do not know stays an error of ours (500)."""
    from botocore.exceptions import ClientError

    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _REFUSED:
            raise refused from None
        if code in _BUSY:
            raise TooManyRequests("Too many tries. Wait a minute and try again.") from None
        if code == "PasswordResetRequiredException":
            raise SignInStep(
                "An administrator asked for a new password. Use the link for a forgotten one."
            ) from None
        if code == "InvalidPasswordException":
            # The pool says which of its rules the password breaks.
            raise InvalidInput(error.response["Error"]["Message"], field="new_password") from None
        if code in _WRONG_CODE:
            raise InvalidInput("This code is wrong or too old.", field="code") from None
        raise


@dataclass(frozen=True, slots=True)
class CognitoSignIn:
    """For one app client without a secret. Calls need no AWS credentials."""

    client: Callable[[], CognitoIdentityProviderClient]
    client_id: str

    def sign_in(self, email: str, password: str, code: str = "") -> Tokens:
        """code: of the second factor, '' if none was asked for yet. Raises Unauthenticated (always
        in the same words), SignInStep, InvalidInput (code), TooManyRequests."""
        with _told(Unauthenticated(WRONG)):
            answer = self.client().initiate_auth(
                ClientId=self.client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": email, "PASSWORD": password},
            )
        if answer.get("ChallengeName") == FACTOR and code:
            return self._answered(answer, email, code)
        if answer.get("ChallengeName"):
            named, words = STEPS.get(answer["ChallengeName"], _OTHER_STEP)
            step = SignInStep(words)
            step.code = named
            raise step
        return _tokens(answer["AuthenticationResult"])

    def _answered(self, challenge: Mapping[str, Any], email: str, code: str) -> Tokens:
        asked = challenge.get("ChallengeParameters") or {}
        with _told(InvalidInput("This code is wrong or too old.", field="code")):
            settled = self.client().respond_to_auth_challenge(
                ClientId=self.client_id,
                ChallengeName=FACTOR,
                Session=challenge["Session"],
                ChallengeResponses={
                    "USERNAME": asked.get("USER_ID_FOR_SRP", email),
                    "SOFTWARE_TOKEN_MFA_CODE": code,
                },
            )
        return replace(_tokens(settled["AuthenticationResult"]), factor=True)

    # The second factor -------------------------------------------------------------------------

    def has_factor(self, refresh_token: str) -> bool:
        """Raises Unauthenticated without a session."""
        access = self.refresh(refresh_token).access_token
        with _told(Unauthenticated("sign in again")):
            user = self.client().get_user(AccessToken=access)
        return FACTOR in user.get("UserMFASettingList", [])

    def new_factor(self, refresh_token: str) -> str:
        """A secret for an authenticator app, in base 32. In force once `confirm_factor` has proved
        that the app has it. Raises Unauthenticated."""
        access = self.refresh(refresh_token).access_token
        with _told(Unauthenticated("sign in again")):
            return self.client().associate_software_token(AccessToken=access)["SecretCode"]

    def confirm_factor(self, refresh_token: str, code: str) -> None:
        """From now on a sign-in asks for a code. Raises Unauthenticated, InvalidInput (code)."""
        access = self.refresh(refresh_token).access_token
        with _told(InvalidInput("This code is wrong or too old.", field="code")):
            self.client().verify_software_token(AccessToken=access, UserCode=code)
        with _told(Unauthenticated("sign in again")):
            self.client().set_user_mfa_preference(
                AccessToken=access, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
            )

    def drop_factor(self, email: str, password: str, code: str) -> None:
        """Whoever holds an unlocked screen alone cannot. Raises as `sign_in` does."""
        tokens = self.sign_in(email, password, code)
        with _told(Unauthenticated("sign in again")):
            self.client().set_user_mfa_preference(
                AccessToken=tokens.access_token,
                SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False},
            )

    def new_password(self, email: str, temporary: str, password: str) -> Tokens:
        """The first sign-in of one who was invited: his temporary password for one of his own.
        Raises as `sign_in` does, and InvalidInput (new_password)."""
        with _told(Unauthenticated(WRONG)):
            answer = self.client().initiate_auth(
                ClientId=self.client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": email, "PASSWORD": temporary},
            )
        if answer.get("ChallengeName") != "NEW_PASSWORD_REQUIRED":
            raise Unauthenticated("This password is no longer a temporary one. Sign in with yours.")
        with _told(Unauthenticated(WRONG)):
            settled = self.client().respond_to_auth_challenge(
                ClientId=self.client_id,
                ChallengeName="NEW_PASSWORD_REQUIRED",
                Session=answer["Session"],
                ChallengeResponses={
                    "USERNAME": answer["ChallengeParameters"].get("USER_ID_FOR_SRP", email),
                    "NEW_PASSWORD": password,
                },
            )
        if settled.get("ChallengeName"):
            raise SignInStep(STEPS.get(settled["ChallengeName"], _OTHER_STEP)[1])
        return _tokens(settled["AuthenticationResult"])

    def forgot(self, email: str) -> None:
        """The pool writes a code to the address, if it is somebody's; nobody learns whether. Raises
        TooManyRequests."""
        with suppress(Unauthenticated, SignInStep), _told(Unauthenticated(WRONG)):
            self.client().forgot_password(ClientId=self.client_id, Username=email)

    def reset(self, email: str, code: str, password: str) -> None:
        """Raises InvalidInput (code, new_password) or TooManyRequests."""
        with _told(InvalidInput("This code is wrong or too old.", field="code")):
            self.client().confirm_forgot_password(
                ClientId=self.client_id, Username=email, ConfirmationCode=code, Password=password
            )

    def change_password(self, refresh_token: str, before: str, after: str) -> None:
        """Raises Unauthenticated without a session, InvalidInput (password: the present one is
        wrong; new_password: a rule of the pool) or TooManyRequests."""
        access = self.refresh(refresh_token).access_token
        with _told(InvalidInput("This is not your present password.", field="password")):
            self.client().change_password(
                AccessToken=access, PreviousPassword=before, ProposedPassword=after
            )

    def sign_out_everywhere(self, refresh_token: str) -> None:
        """No refresh token of this person's gives a new one. Raises Unauthenticated."""
        access = self.refresh(refresh_token).access_token
        with _told(Unauthenticated("sign in again")):
            self.client().global_sign_out(AccessToken=access)

    def refresh(self, refresh_token: str) -> Tokens:
        """Raises Unauthenticated if the token is revoked, expired or none of the pool's."""
        with _told(Unauthenticated("sign in again")):
            answer = self.client().initiate_auth(
                ClientId=self.client_id,
                AuthFlow="REFRESH_TOKEN_AUTH",
                AuthParameters={"REFRESH_TOKEN": refresh_token},
            )
        return _tokens(answer["AuthenticationResult"])

    def sign_out(self, refresh_token: str) -> None:
        """Revoke it, and the access tokens that came of it. A dead token is no error."""
        with suppress(Unauthenticated), _told(Unauthenticated("sign in again")):
            self.client().revoke_token(Token=refresh_token, ClientId=self.client_id)


def _tokens(result: Mapping[str, Any]) -> Tokens:
    return Tokens(
        id_token=result["IdToken"],
        expires_in=result["ExpiresIn"],
        refresh_token=result.get("RefreshToken", ""),
        access_token=result.get("AccessToken", ""),
    )


@dataclass(frozen=True, slots=True)
class CognitoUsers:
    """The user pool, with an administrator's rights (a `UserDirectory`)."""

    client: Callable[[], CognitoIdentityProviderClient]
    pool_id: str

    def find(self, email: str) -> User | None:
        try:
            answer = self.client().admin_get_user(UserPoolId=self.pool_id, Username=email)
        except self.client().exceptions.UserNotFoundException:
            return None
        return _user(answer["UserAttributes"], answer["UserStatus"])

    def add(self, email: str, *, account_id: str, agent_id: str) -> User:
        try:
            answer = self.client().admin_create_user(
                UserPoolId=self.pool_id,
                Username=email,
                MessageAction="SUPPRESS",
                UserAttributes=_attributes(email, account_id, agent_id),
            )
        except self.client().exceptions.UsernameExistsException:
            raise Conflict("this e-mail address is in use", field="email") from None
        return _user(answer["User"]["Attributes"], answer["User"]["UserStatus"])

    def set_password(self, email: str, password: str) -> None:
        refusals = self.client().exceptions
        try:
            self.client().admin_set_user_password(
                UserPoolId=self.pool_id, Username=email, Password=password, Permanent=True
            )
        except (refusals.InvalidPasswordException, refusals.InvalidParameterException) as refusal:
            # The pool says which of its rules the password breaks.
            words = refusal.response["Error"]["Message"]
            raise InvalidInput(words, field="password") from None

    def invite(self, email: str, *, account_id: str, agent_id: str, by_mail: bool) -> Invited:
        user = self.find(email)
        if user is not None and user.account_id != account_id:
            raise Conflict("this e-mail address is in use", field="email")
        if user is not None and user.settled:
            return Invited(user)  # a crash came between the pool and the table, long ago
        temporary = "" if by_mail else _temporary()
        if user is None:
            return Invited(self._create(email, account_id, agent_id, temporary), temporary)
        if by_mail:
            self.client().admin_create_user(
                UserPoolId=self.pool_id,
                Username=email,
                MessageAction="RESEND",
                DesiredDeliveryMediums=["EMAIL"],
            )
        else:
            self.client().admin_set_user_password(
                UserPoolId=self.pool_id, Username=email, Password=temporary, Permanent=False
            )
        return Invited(user, temporary)

    def _create(self, email: str, account_id: str, agent_id: str, temporary: str) -> User:
        how: dict[str, Any] = {"DesiredDeliveryMediums": ["EMAIL"]}
        if temporary:
            how = {"MessageAction": "SUPPRESS", "TemporaryPassword": temporary}
        answer = self.client().admin_create_user(
            UserPoolId=self.pool_id,
            Username=email,
            UserAttributes=_attributes(email, account_id, agent_id),
            **how,
        )
        return _user(answer["User"]["Attributes"], answer["User"]["UserStatus"])

    def shut_out(self, email: str) -> None:
        with suppress(self.client().exceptions.UserNotFoundException):
            self.client().admin_user_global_sign_out(UserPoolId=self.pool_id, Username=email)
            self.client().admin_disable_user(UserPoolId=self.pool_id, Username=email)

    def drop_factor(self, email: str) -> None:
        with suppress(self.client().exceptions.UserNotFoundException):
            self.client().admin_set_user_mfa_preference(
                UserPoolId=self.pool_id,
                Username=email,
                SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False},
            )

    def let_in(self, email: str) -> None:
        with suppress(self.client().exceptions.UserNotFoundException):
            self.client().admin_enable_user(UserPoolId=self.pool_id, Username=email)


def _temporary() -> str:
    """Within the pool's rules: small letters and digits, ten characters at least."""
    return f"{secrets.token_hex(4)}-{secrets.token_hex(4)}-a1"


def _attributes(email: str, account_id: str, agent_id: str) -> list[Any]:
    return [
        {"Name": "email", "Value": email},
        {"Name": "email_verified", "Value": "true"},
        {"Name": "custom:account_id", "Value": account_id},
        {"Name": "custom:agent_id", "Value": agent_id},
    ]


def _user(attributes: Any, status: str) -> User:
    values = {attribute["Name"]: attribute.get("Value", "") for attribute in attributes}
    return User(
        sub=values["sub"],
        account_id=values.get("custom:account_id", ""),
        agent_id=values.get("custom:agent_id", ""),
        settled=status == "CONFIRMED",
    )
