"""What is said between this site and a device that holds a passkey?

A passkey signs in alone: it is discoverable and the device verifies its user. Whether the key lives in the device
(Touch ID, Windows Hello, Android) or on a stick is left to the person.
"""

from typing import Any
from uuid import UUID

import webauthn
from webauthn.helpers import structs

Selection = structs.AuthenticatorSelectionCriteria(
    resident_key=structs.ResidentKeyRequirement.REQUIRED,
    user_verification=structs.UserVerificationRequirement.REQUIRED,
)


def offer_registration(site: str, site_id: str, person_id: UUID, email: str, known: list[bytes]) -> tuple[str, bytes]:
    """What a device is asked to make a key; the options as JSON and the challenge to remember."""
    options = webauthn.generate_registration_options(
        rp_id=site_id,
        rp_name=site,
        user_id=person_id.bytes,
        user_name=email,
        authenticator_selection=Selection,
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=key) for key in known],
    )
    return webauthn.options_to_json(options), options.challenge


def accept_registration(answer: dict[str, Any], challenge: bytes, site_id: str, origin: str) -> Any:
    """The key that a device made. Raises an exception of the library when anything does not fit."""
    return webauthn.verify_registration_response(
        credential=answer,
        expected_challenge=challenge,
        expected_rp_id=site_id,
        expected_origin=origin,
        require_user_verification=True,
    )


def offer_sign_in(site_id: str) -> tuple[str, bytes]:
    """What any device with a key of this site is asked to sign."""
    options = webauthn.generate_authentication_options(
        rp_id=site_id, user_verification=structs.UserVerificationRequirement.REQUIRED
    )
    return webauthn.options_to_json(options), options.challenge


def accept_sign_in(
    answer: dict[str, Any], challenge: bytes, site_id: str, origin: str, public_key: bytes, sign_count: int
) -> int:
    """The key's new counter when the signature fits. Raises an exception of the library otherwise."""
    verified = webauthn.verify_authentication_response(
        credential=answer,
        expected_challenge=challenge,
        expected_rp_id=site_id,
        expected_origin=origin,
        credential_public_key=public_key,
        credential_current_sign_count=sign_count,
        require_user_verification=True,
    )
    return verified.new_sign_count
